print("end")
quit(8)
