#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# From a fresh checkout to a lesson (`try`), to a class server (`install`), or to a tested tree (`check`).
#
# Everything that it makes is in the checkout (the configure script; all else is below build/), or in the user's cache
# folder when the checkout can't be written. The only thing it changes elsewhere is the list of installed packages, and it
# says which ones and why.
#
# `install` makes Debian packages and has apt install them, instead of copying files to /usr/local: then one place knows
# which files are ours, an upgrade takes away what is no longer shipped and keeps what an admin wrote into /etc, the
# libraries that practiced needs stay, and the way back is complete.

set -u -o pipefail
unset CDPATH GREP_OPTIONS MAKEFLAGS MAKELEVEL
umask 022

top=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
self=./bootstrap.sh
jobs=$(nproc 2>/dev/null || echo 2)
test_jobs=$((jobs + 1)) # tests wait more than they compute

usage() {
	cat <<EOF
Usage: $self COMMAND

  try [--once] [--no-sandbox]
                install what is missing, build, serve the lessons on a private socket
                and walk through one of them; --once cleans up afterwards;
                --no-sandbox runs your own programs without isolation, where the
                host allows none (a container, say)
  stop          end what \`try\` left running
  install       for a class server: make packages, install them with apt, and serve
                everybody on this host; again after a \`git pull\` to upgrade
  uninstall [--purge]
                the way back; attempts and /etc/practiced are kept. --purge deletes the
                database and practiced.conf; courses, languages and drop-ins of your
                own stay
  build         install what is missing and build, nothing else
  check         install the tools of the tests too, and run the whole test suite
  --help        this text

Nothing outside of the checkout is written, but by install and uninstall, and for packages
that are missing: those are named, with the reason, before they are installed.
EOF
}

# ---- what is needed -------------------------------------------------------------------------------------------------

# name of the package on Debian | how to see that it is there | what for
# cmd: a command, pc: a pkg-config module, inc: a header, pkg: only the package manager knows
packages_build='
gcc|cmd:gcc|the C compiler; also compiles the lessons in C
libc6-dev|inc:stdio.h|headers of the C library
make|cmd:make|runs the build
autoconf|cmd:autoconf|makes the configure script
automake|cmd:automake|makes the Makefile
pkg-config|cmd:pkg-config|finds the libraries
libsystemd-dev|pc:libsystemd|event loop, socket activation, journal
libinih-dev|pc:inih|configuration files
libsqlite3-dev|pc:sqlite3|the database of attempts and progress
libseccomp-dev|pc:libseccomp|the system call filter of the sandbox
libmd-dev|inc:sha2.h|checksums of what was handed in
libmd4c-dev|inc:md4c.h|shows a lesson in the terminal
libmd4c-html0-dev|inc:md4c-html.h|shows a lesson as a page
libjansson-dev|pc:jansson|JSON
libyaml-dev|pc:yaml-0.1|YAML
libpcre2-dev|pc:libpcre2-8|patterns of the tests of GitHub Classroom'

packages_try='
systemd|cmd:systemd-socket-activate|systemd-socket-activate, which hands the socket over'

packages_install='
debhelper|cmd:dh|makes the Debian packages
dpkg-dev|cmd:dpkg-buildpackage|the same'

packages_check='
libcmocka-dev|pc:cmocka|unit tests
g++|cmd:g++|lessons in C++
python3|cmd:python3|system tests; lessons in Python
python3-redis|pkg:|a Redis client, to prove that it works unmodified
redis-tools|cmd:redis-cli|another one
netcat-openbsd|cmd:nc.openbsd|the socket from a shell
gawk|cmd:gawk|lessons in awk
perl|cmd:perl|lessons in Perl
nodejs|cmd:node|lessons in JavaScript
python3-pytest|pkg:|tests of foreign lessons in Python
bats|cmd:bats|the same in Bash, AWK and jq
jq|cmd:jq|the same in jq
lua-busted|cmd:busted|the same in Lua
libtest2-suite-perl|pkg:|the same in Perl
ruby|cmd:ruby|the same in Ruby
ruby-minitest|pkg:|the same in Ruby
sqlite3|cmd:sqlite3|the same in SQL
tcl|cmd:tclsh|the same in Tcl
nasm|cmd:nasm|the same in assembly
procps|cmd:ps|system tests
openssh-client|cmd:ssh|practicectl --host
autopkgtest|cmd:autopkgtest|the tests that the source package brings, as Debian runs them
openssh-server|cmd:/usr/sbin/sshd|practicectl --host, from the other side
strace|cmd:strace|kills the daemon at each point of a commit
clang|cmd:clang|the second compiler, fuzzers
LIBCLANG_RT|pkg:|sanitizers and fuzzing for clang
llvm|cmd:llvm-symbolizer|names in what the sanitizers report
valgrind|cmd:valgrind|memory errors in unit tests
apparmor|cmd:apparmor_parser|checks the AppArmor profile
shellcheck|cmd:shellcheck|checks the shell scripts
mandoc|cmd:mandoc|checks the man pages
man-db|cmd:man|the same, as people read them
zsh|cmd:zsh|a learner may have it as a shell, and it completes
fish|cmd:fish|the same
chromium|cmd:chromium|opens a lesson as a page
systemd|cmd:systemd-analyze|checks the units
systemd-container|cmd:systemd-nspawn|boots a systemd to try the units on
lintian|cmd:lintian|checks the Debian packages
qemu-system-x86|cmd:qemu-system-x86_64|a machine with cgroup v2 to try the limits on
busybox-static|cmd:busybox|the first programs of that machine
xz-utils|cmd:xz|the distribution archive'

die() { echo "bootstrap.sh: $*" >&2; exit 1; }

is_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

is_installed() { dpkg-query -W -f='${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -q '^.i'; }

is_there() { # package probe
	is_debian && is_installed "$1" && return 0
	case $2 in
	cmd:*) command -v "${2#cmd:}" >/dev/null ;;
	pc:*) pkg-config --exists "${2#pc:}" 2>/dev/null ;;
	inc:*) [ -e "/usr/include/${2#inc:}" ] || [ -e "/usr/local/include/${2#inc:}" ] ;;
	*) ! is_debian ;;
	esac
}

# The sanitizers' library carries the compiler's version in its name, and older releases had it inside another package.
libclang_rt() {
	local version
	version=$(apt-cache policy clang 2>/dev/null | sed -n 's/.*Candidate: \([0-9]*:\)\?\([0-9]*\).*/\2/p')
	echo "libclang-rt-${version:-14}-dev"
}

is_known() { apt-cache show "$1" >/dev/null 2>&1; }

list_missing() { # table; prints "package|why"
	local package probe why
	while IFS='|' read -r package probe why; do
		[ -n "$package" ] || continue
		[ "$package" = LIBCLANG_RT ] && package=$(libclang_rt)
		is_there "$package" "$probe" || echo "$package|$why"
	done <<<"$1"
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo ${sudo_option:+"$sudo_option"} "$@"; fi
}

can_be_root() {
	[ "$(id -u)" = 0 ] && return 0
	command -v sudo >/dev/null || return 1
	sudo -n true 2>/dev/null && sudo_option=-n && return 0
	[ -t 0 ]
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
		install --no-install-recommends "$@" </dev/null
}

apt_update() { as_root apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null; }

need() { # table optional?
	local missing names=() known=() name why
	missing=$(list_missing "$1")
	[ -n "$missing" ] || return 0
	echo "These packages are missing:"
	while IFS='|' read -r name why; do
		printf '  %-20s %s\n' "$name" "$why"
		names+=("$name")
	done <<<"$missing"
	is_debian || die "install them with your system's package manager (the names are Debian's), then try again"
	can_be_root || die "installing needs root. Please run this as root, then try again:
  $(command -v sudo >/dev/null && echo 'sudo ')apt-get install --no-install-recommends ${names[*]}"

	is_known "${names[0]}" || phase "reading the package lists" apt_update || exit 1
	for name in "${names[@]}"; do
		if is_known "$name" || [ "$2" = required ]; then known+=("$name")
		else echo "  (this system has no package $name: what needs it is skipped)"; fi
	done
	[ ${#known[@]} -gt 0 ] || return 0
	phase_may_fail "installing packages" apt_install "${known[@]}" && return 0
	# Lists that are too old name files that are gone.
	phase "reading the package lists" apt_update || exit 1
	phase "installing packages" apt_install "${known[@]}" || exit 1
}

# ---- phases: a line on the terminal each, everything else in the log -------------------------------------------------

log=/dev/null

phase_may_fail() { # text command...
	local text=$1 start=$SECONDS status
	shift
	printf '%s ... ' "$text"
	echo "==== $text: $*" >>"$log"
	"$@" >>"$log" 2>&1
	status=$?
	if [ $status = 0 ]; then echo "done ($((SECONDS - start)) s)"; else echo "failed ($((SECONDS - start)) s)"; fi
	return $status
}

phase() {
	phase_may_fail "$@" && return 0
	echo "The end of $log:" >&2
	tail -n "${log_tail:-30}" "$log" | sed 's/^/  | /' >&2
	return 1
}

# ---- where -----------------------------------------------------------------------------------------------------------

is_ours() { # every generated thing can be written, also those that another user made before
	local path
	for path in "$top" "$top/build" "$top/build-aux" "$top/autom4te.cache" "$top/build/bootstrap.log"; do
		[ ! -e "$path" ] || [ -w "$path" ] || return 1
	done
}

# Sets source, build and log. A checkout that can't be written is copied: autoconf writes beside configure.ac.
set_up_folders() {
	source=$top build=$top/build
	if ! is_ours; then
		local cache=${XDG_CACHE_HOME:-$HOME/.cache}/practiced
		source=$cache/source build=$cache/build
		mkdir -p "$source" || die "neither $top nor $cache can be written"
		tar -C "$top" -cf - --exclude=./build --exclude='./build-*' --exclude=./.git --exclude=./autom4te.cache . |
			tar -C "$source" -xf - --no-same-owner --keep-newer-files 2>/dev/null
		echo "($top can't be written by you; working in $cache)"
	fi
	mkdir -p "$build" || die "can't write $build"
	log=$build/bootstrap.log
	: >"$log" || die "can't write $log"
}

# ---- building --------------------------------------------------------------------------------------------------------

make_configure() (
	cd "$source" && autoreconf -fi
)

configure_in() ( # folder arguments...
	mkdir -p "$1" && cd "$1" || exit 1
	shift
	"$source/configure" "$@"
)

make_in() { # folder arguments...
	make -C "$1" -j"$jobs" "${@:2}"
}

need_configure() {
	[ -x "$source/configure" ] && [ -e "$source/build-aux/install-sh" ] && [ -e "$source/config.h.in" ] &&
		[ ! "$source/configure.ac" -nt "$source/configure" ] && return 0
	phase "making the configure script" make_configure
}

build() {
	need_configure || exit 1
	if [ ! -e "$build/config.status" ] || [ "$source/configure" -nt "$build/config.status" ]; then
		phase "configuring" configure_in "$build" || exit 1
	fi
	phase "building" make_in "$build" all || exit 1
}

# ---- try -------------------------------------------------------------------------------------------------------------

sandbox=namespaces

is_serving() { # pid: still our daemon, not a stranger who got the number?
	[ -n "$1" ] && grep -qz "$try" "/proc/$1/cmdline" 2>/dev/null
}

stop_daemon() {
	local pid i
	pid=$(cat "$try/pid" 2>/dev/null)
	is_serving "$pid" || return 1
	kill "$pid"
	for ((i = 0; i < 200; i++)); do
		is_serving "$pid" || break
		sleep 0.05
	done
	rm -f "$try/pid"
}

# A socket's path has room for 107 bytes.
choose_socket() {
	socket=$try/practiced.sock
	if [ ${#socket} -gt 100 ]; then
		socket=$(mktemp -d "${TMPDIR:-/tmp}/practiced-XXXXXX")/practiced.sock
	fi
	echo "$socket" >"$try/socket"
}

remove_socket() {
	local path
	path=$(cat "$try/socket" 2>/dev/null) || return 0
	rm -f "$path"
	case $path in "$try"/*) ;; *) rmdir "$(dirname "$path")" ;; esac
}

start_daemon() {
	local i
	cat >"$try/practiced.conf" <<-EOF
		# Made by bootstrap.sh for one try.
		[daemon]
		idle-timeout = 0
		state-directory = $try/state
		[sandbox]
		mode = $sandbox
	EOF
	# It becomes practiced on the first connection and keeps its process id.
	setsid nohup systemd-socket-activate --fdname=practiced -l "$socket" \
		-E HOME -E PATH -E LANG -E LC_ALL -E USER -E LOGNAME \
		"$build/practiced" --user --config="$try/practiced.conf" --state="$try/state" \
		--runner="$build/practice-runner" --catalog="$source/lessons" --languages="$source/etc/languages.d" \
		</dev/null >"$try/log" 2>&1 &
	echo $! >"$try/pid"
	for ((i = 0; i < 200; i++)); do
		[ -S "$socket" ] && return 0
		sleep 0.05
	done
	sed 's/^/  | /' "$try/log" >&2
	die "the socket $socket did not appear"
}

clean_up() {
	stop_daemon
	remove_socket
	rm -rf "$try"
}

keep_earlier_try() {
	local kept
	[ -e "$try" ] || return 0
	stop_daemon
	remove_socket
	kept=$try-$(date +%Y%m%d-%H%M%S)
	mv "$try" "$kept" && echo "(your earlier try is kept in ${kept#"$PWD/"})"
}

# A terminal session for people: shows the command, then what it prints.
show() { # expected status, words of the command
	local expected=$1 status
	shift
	printf '\n$ practicectl %s\n' "$*"
	(cd "$workspace" && PRACTICE_HOME=$try/practice PRACTICED_SOCKET=$socket "$build/practicectl" --no-pager "$@") </dev/null 2>&1
	status=$?
	[ "$status" = "$expected" ] && return 0
	echo "bootstrap.sh: this should have ended with status $expected, not $status; the daemon's log:" >&2
	tail -n 20 "$try/log" | sed 's/^/  | /' >&2
	exit 1
}

say() { printf '\n%s\n' "$*"; }

walk() {
	local lesson=$source/lessons/backend/client-server
	say "Start a lesson. Its files are laid out in a folder of yours (here ${try#"$PWD/"}/practice; never ~/practice)."
	workspace=$try
	show 0 start client-server
	workspace=$try/practice/client-server
	[ -d "$workspace" ] || die "the workspace $workspace is not there"
	say "The first step: run the example, and see what it prints beside what was expected."
	show 0 run --step=hello
	show 0 check --step=hello
	say "The next step has something to do. Its starter file is not right yet:"
	show 1 check --step=change
	say "With the solution in its place (copied from the lesson):"
	cp "$lesson/solution/c/change.c" "$workspace/change.c" || die "no solution"
	show 0 check --step=change
	show 0 status client-server
}

hint() {
	cat <<EOF

The daemon still serves; go on where this ended:

  export PATH=$build:\$PATH
  export PRACTICED_SOCKET=$socket PRACTICE_HOME=$try/practice
  cd ${try#"$PWD/"}/practice/client-server
  practicectl next
  practicectl show
  practicectl check

and \`$self stop\` (in $top) ends it.
EOF
}

command_try() {
	local once='' word
	for word in "$@"; do
		case $word in
		--once) once=1 ;;
		--no-sandbox) sandbox=none ;;
		*) usage >&2; exit 2 ;;
		esac
	done
	set_up_folders
	need "$packages_build$packages_try" required
	build
	if [ -n "$once" ]; then
		try=$build/try-once
		clean_up
	else
		try=$build/try
		keep_earlier_try
	fi
	mkdir -m 700 "$try" || die "can't write $try"
	if [ -n "$once" ]; then trap clean_up EXIT; else trap stop_daemon EXIT; fi
	choose_socket
	start_daemon
	walk
	[ -n "$once" ] && exit 0
	trap - EXIT
	hint
}

command_stop() {
	set_up_folders
	try=$build/try
	if stop_daemon; then echo "Stopped."; else echo "Nothing runs."; fi
	remove_socket
}

command_build() {
	set_up_folders
	need "$packages_build" required
	build
	echo "Built: $build/practiced, $build/practicectl"
}

# ---- install ---------------------------------------------------------------------------------------------------------

our_packages='practiced practicectl practiced-lessons'

need_class_server() {
	is_debian || die "this makes Debian packages, and apt-get or dpkg-query is not here; README.md, \"By hand\", has another way"
	[ -d /run/systemd/system ] || die "this host was not booted with systemd, which has to hold the socket"
	can_be_root || die "installing needs root. Please run this as root"
	[ ! -e /usr/local/sbin/practiced ] ||
		die "/usr/local has a practiced, installed by hand, that would go before the packages: run \`make uninstall\` there first"
}

make_packages() {
	make -C "$build" -s deb DEB_BUILD_OPTIONS=nocheck DEB_FLAGS='-b -Pnocheck'
}

# With what the lessons recommend: the compilers that they need. What an admin changed in /etc is kept.
install_packages() {
	local name files=()
	for name in $our_packages; do files+=("$build/deb/$name"_*.deb); done
	# apt's own user can't read everybody's folders; that is no fault.
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
		-o Dpkg::Options::=--force-confold -o APT::Sandbox::User=root \
		install --reinstall --allow-downgrades "${files[@]}" </dev/null
}

# Somebody without any rights, as a learner is.
as_ordinary_user() {
	local user=${SUDO_USER:-nobody}
	[ "$user" != root ] || user=nobody
	if [ "$(id -u)" != 0 ]; then "$@"; else (cd / && runuser -u "$user" -- env -u XDG_RUNTIME_DIR HOME=/ "$@"); fi
}

command_install() {
	[ $# = 0 ] || { usage >&2; exit 2; }
	set_up_folders
	need_class_server
	need "$packages_build$packages_install" required
	need_configure || exit 1
	if [ ! -e "$build/config.status" ] || [ "$source/configure" -nt "$build/config.status" ]; then
		phase "configuring" configure_in "$build" || exit 1
	fi
	phase "making the packages" make_packages || exit 1
	phase "installing them" install_packages || exit 1
	phase "enabling the socket" as_root systemctl enable --now practiced.socket || exit 1
	say "What everybody on this host sees now:"
	printf '\n$ practicectl list\n'
	as_ordinary_user practicectl --system --no-pager list </dev/null ||
		die "the lessons are not served; look at: systemctl status practiced.socket practiced.service"
	cat <<-EOF

		Lessons of your own, that learners can't read: /etc/practiced/courses; then systemctl reload practiced
		Who may see all attempts, limits: /etc/practiced/practiced.conf, man practiced.conf
		The way back: $self uninstall
	EOF
}

command_uninstall() {
	local action=remove states='^.i' name found=()
	case $* in
	'') ;;
	--purge) action=purge states='^.[ic]' ;;
	*) usage >&2; exit 2 ;;
	esac
	set_up_folders
	is_debian || die "there are no Debian packages to remove here"
	can_be_root || die "removing packages needs root. Please run this as root"
	for name in $our_packages; do
		dpkg-query -W -f='${db:Status-Abbrev}\n' "$name" 2>/dev/null | grep -q "$states" && found+=("$name")
	done
	[ ${#found[@]} -gt 0 ] || { echo "Nothing is installed."; return; }
	phase "apt-get $action ${found[*]}" as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 \
		-o DPkg::Lock::Timeout=300 "$action" "${found[@]}" || exit 1
	sed -n 's/^practiced: //p' "$log"
	[ $action = purge ] || echo "The attempts in /var/lib/practiced and what is in /etc/practiced are kept; $self uninstall --purge deletes the attempts and practiced.conf."
}

# ---- check -----------------------------------------------------------------------------------------------------------

passed=0 failed=0 skipped=0
skips=() failures=()

note() { # PASS|FAIL|SKIP name reason
	case $1 in
	PASS) passed=$((passed + 1)) ;;
	SKIP) skipped=$((skipped + 1)); skips+=("$2: ${3:-no reason given}") ;;
	*) failed=$((failed + 1)); failures+=("$2") ;;
	esac
}

# Why a test, or one of its parts, was skipped: its own words. "SKIP: why", TAP's "# SKIP why", unittest's "skipped 'why'".
reasons() { # log file
	sed -n -e 's/^SKIP: *//p' -e 's/.*# [Ss][Kk][Ii][Pp] *//p' -e "s/.*\.\.\. skipped ['\"]\(.*\)['\"]$/\1/p" "$1" | sort -u
}

# Counts what `make check` left: a .trs file per test program.
count_results() { # folder suite
	local trs result test reason any=
	while IFS= read -r trs; do
		any=1
		result=$(sed -n 's/^:global-test-result: //p' "$trs")
		test="$2: ${trs#"$1"/}"
		test=${test%.trs}
		reason=$(reasons "${trs%.trs}.log" 2>/dev/null | paste -sd';' -)
		case $result in
		PASS | XFAIL)
			note PASS "$test"
			[ -z "$reason" ] || skips+=("$test (a part of it): $reason")
			;;
		SKIP) note SKIP "$test" "$reason" ;;
		*) note FAIL "$test (${trs%.trs}.log)" ;;
		esac
	done < <(find "$1" -name '*.trs' | sort)
	[ -n "$any" ] || note FAIL "$2: not one test ran"
}

# Counts "PASS: name", "FAIL: name", "SKIP: name: why" lines, as check-valgrind and check-fuzz print them.
count_lines() { # log suite
	local word rest any=
	while IFS=' ' read -r word rest; do
		case $word in
		PASS: | FAIL:) any=1; note "${word%:}" "$2: $rest" ;;
		SKIP:) any=1; note SKIP "$2: ${rest%%: *}" "${rest#*: }" ;;
		esac
	done <"$1"
	[ -n "$any" ] || note FAIL "$2: nothing ran ($1)"
}

suite() { # folder name configure-arguments...
	local folder=$build/check-$1 name=$2
	shift 2
	rm -rf "$folder"
	log=$folder.log
	: >"$log"
	phase "$name: configuring" configure_in "$folder" --enable-werror "$@" || { note FAIL "$name: configure"; return 1; }
	phase "$name: building" make_in "$folder" all || { note FAIL "$name: build ($log)"; return 1; }
}

show_failures() { # folder
	local trs
	for trs in $(find "$1" -name '*.trs' -exec grep -lE '^:global-test-result: (FAIL|ERROR|XPASS)' {} + | sort); do
		echo "From ${trs%.trs}.log:"
		{
			grep -aE 'FAIL|ERROR|[Ee]rror:|!=' "${trs%.trs}.log" | head -n 20
			echo ...
			tail -n 20 "${trs%.trs}.log"
		} | sed 's/^/  | /'
	done >&2
}

run_check() { # folder name
	local before=$failed status=0
	phase_may_fail "$2: make check" make_in "$build/check-$1" -j"$test_jobs" -k check || status=1
	count_results "$build/check-$1" "$2"
	[ $status = 0 ] && return
	# A test that could not even be built leaves no result behind.
	if [ "$failed" = "$before" ]; then note FAIL "$2: make check ($log)"; grep -E 'error:|\*\*\*' "$log" | head -n 20 >&2
	else show_failures "$build/check-$1"; fi
}

has() { command -v "$1" >/dev/null; }

check_gcc() { suite gcc gcc CC=gcc && run_check gcc gcc; }

check_clang() {
	has clang || { note SKIP "clang" "clang is not installed"; return; }
	suite clang "clang with sanitizers" CC=clang CXX=clang++ --enable-sanitizers CFLAGS='-g -O1' &&
		run_check clang "clang with sanitizers"
}

check_valgrind() {
	has valgrind || { note SKIP "valgrind" "valgrind is not installed"; return; }
	[ -e "$build/check-gcc/Makefile" ] || return
	log=$build/check-valgrind.log
	: >"$log"
	log_tail=60 phase "valgrind: unit tests" make -C "$build/check-gcc" -s check-valgrind
	count_lines "$log" valgrind
}

check_fuzz() {
	has clang || { note SKIP "fuzzers" "clang is not installed"; return; }
	suite fuzz fuzzers CC=clang --enable-fuzzers --enable-sanitizers CFLAGS='-g -O1' || return
	log=$build/check-fuzz-run.log
	: >"$log"
	log_tail=60 phase "fuzzers: ${fuzz_seconds:=20} s each" make_in "$build/check-fuzz" -s check-fuzz FUZZ_SECONDS="$fuzz_seconds"
	count_lines "$log" fuzzers
}

check_lessons() {
	[ -e "$build/check-gcc/Makefile" ] || return
	log=$build/check-lessons.log
	: >"$log"
	if log_tail=60 phase "the lessons, ten times" make -C "$build/check-gcc" -s check-lessons; then
		note PASS "lessons"
	else note FAIL "lessons ($log)"; fi
}

check_attack() {
	[ -e "$build/check-gcc/Makefile" ] || return
	log=$build/check-attack.log
	: >"$log"
	log_tail=60 phase "attacks on the sandbox" make -C "$build/check-gcc" -s check-attack
	count_lines "$log" attacks
}

check_endure() {
	[ -e "$build/check-gcc/Makefile" ] || return
	log=$build/check-endure.log
	: >"$log"
	log_tail=60 phase "kills at random moments and at each point of a commit" make -C "$build/check-gcc" -s check-endure
	count_lines "$log" endure
}

check_systemd() {
	[ -e "$build/check-gcc/Makefile" ] || return
	log=$build/check-systemd.log
	: >"$log"
	log_tail=60 phase "the units on a booted systemd" make -C "$build/check-gcc" -s check-systemd
	count_lines "$log" systemd
}

check_vm() {
	[ -e "$build/check-gcc/Makefile" ] || return
	log=$build/check-vm.log
	: >"$log"
	log_tail=60 phase "the units on a virtual machine" make -C "$build/check-gcc" -s check-vm VM_KERNEL_FOLDER="$build/vm-kernel"
	count_lines "$log" vm
}

check_deb() {
	[ -e "$build/check-gcc/Makefile" ] || return
	log=$build/check-deb.log
	: >"$log"
	log_tail=60 phase "the Debian packages" make -C "$build/check-gcc" -s check-deb
	count_lines "$log" packages
}

check_machine() {
	[ -e "$build/check-gcc/Makefile" ] || return
	log=$build/check-machine.log
	: >"$log"
	log_tail=60 phase "from a clone to a class server" make -C "$build/check-gcc" -s check-machine
	count_lines "$log" install
}

check_dist() { # compiler words-for-make...
	local compiler=$1
	shift
	[ -e "$build/check-gcc/Makefile" ] && has "$compiler" || return
	log=$build/check-dist-$compiler.log
	: >"$log"
	if log_tail=60 phase "distcheck with $compiler" make_in "$build/check-gcc" -j"$test_jobs" distcheck \
		DISTCHECK_CONFIGURE_FLAGS="CC=$compiler" "$@"; then
		note PASS "distcheck with $compiler"
	else note FAIL "distcheck with $compiler ($log)"; fi
}

summary() {
	local line
	echo
	for line in ${skips[@]+"${skips[@]}"}; do echo "skipped: $line"; done
	for line in ${failures[@]+"${failures[@]}"}; do echo "FAILED: $line"; done
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
}

command_check() {
	[ $# = 0 ] || { usage >&2; exit 2; }
	set_up_folders
	need "$packages_build$packages_try" required
	need "$packages_check$packages_install" optional
	need_configure || exit 1
	check_gcc
	check_valgrind
	check_clang
	check_fuzz
	check_lessons
	check_attack
	check_endure
	check_systemd
	check_vm
	check_deb
	check_machine
	check_dist gcc
	# shellcheck disable=SC2016 # make's variables; the system tests ran with clang before
	check_dist clang 'TESTS=$(UNIT_TESTS) $(FUZZ_REPLAYS)'
	summary
}

command=${1-}
[ $# -gt 0 ] && shift
case $command in
try) command_try "$@" ;;
check) command_check "$@" ;;
build) command_build ;;
install) command_install "$@" ;;
uninstall) command_uninstall "$@" ;;
stop) command_stop ;;
-h | --help | help) usage ;;
*) usage >&2; exit 2 ;;
esac
