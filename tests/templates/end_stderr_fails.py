import os, sys

sys.stderr.write("pending")
os.close(2)
sys.stderr.reconfigure(line_buffering=False)
sys.stderr.write("more")
