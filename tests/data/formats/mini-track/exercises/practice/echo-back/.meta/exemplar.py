def echo_back(text):
    return text
