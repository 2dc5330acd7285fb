print("ÿ")
# ÿ here
