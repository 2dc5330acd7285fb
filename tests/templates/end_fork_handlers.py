import os

os.register_at_fork(before=lambda: print("before"), after_in_child=lambda: print("child"))
print("end")
