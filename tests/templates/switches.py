import sys, locale
print(sys.getswitchinterval(), sys.getfilesystemencoding(), locale.getlocale(), sys.flags.hash_randomization, sys.getrefcount(None) > 100)
