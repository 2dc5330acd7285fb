import logging, logging.handlers, sys

handler = logging.handlers.MemoryHandler(100, target=logging.StreamHandler(sys.stdout))
logging.getLogger().addHandler(handler)
logging.getLogger().warning("buffered until the end")
print("end")
