# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The network with the tools that are there.
# shellcheck source=attack.sh
. "${0%/*}/attack.sh"
fails "bash connects" bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
fails "bash sends" bash -c "echo x >/dev/udp/127.0.0.1/$port"
fails "python connects" python3 -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)"
fails "python listens" python3 -c "import socket; socket.create_server(('127.0.0.1', 0))"
fails "curl" curl -sm 1 "http://127.0.0.1:$port/"
fails "wget" wget -qT 1 -t 1 -O - "http://127.0.0.1:$port/"
fails "netcat" nc -w 1 -z 127.0.0.1 "$port"
fails "the bait's socket" nc -w 1 -U "$folder/socket"
finish
