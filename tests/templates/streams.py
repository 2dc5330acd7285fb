import sys
for stream in (sys.stdin, sys.stdout, sys.stderr):
    raw = stream.buffer.raw
    print(stream, stream.encoding, stream.errors, stream.line_buffering, stream.write_through, stream.isatty(),
          stream.seekable(), stream.newlines, stream.fileno(), stream.name, stream.mode)
    print(type(stream.buffer), raw, raw.mode, raw.closefd, raw.seekable(), raw.readable(), raw.writable())
print(sys.stdin.tell(), sys.__stdout__ is sys.stdout)
