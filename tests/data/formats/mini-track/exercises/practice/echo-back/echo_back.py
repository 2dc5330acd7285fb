def echo_back(text):
    pass
