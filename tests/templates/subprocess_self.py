import subprocess, sys
r = subprocess.run([sys.executable, "-c", "import os, sys; print(sys.argv, list(os.environ))"], capture_output=True)
print(r)
