# SPDX-License-Identifier: MIT
#
# The shipped units on a virtual machine with Debian's kernel and cgroup v2 alone (run.sh). For root, with qemu and virtiofsd;
# the kernel is fetched by apt-get when it is needed first. Elsewhere it is skipped and says why.
#
#	make check-vm				all: some minutes
#	make check-vm VM_STEPS='memory pids'	some
#	tests/vm/run.sh --shell FOLDER		the machine alone, to try things in

VM_STEPS =
VM_KERNEL_FOLDER = $(abs_top_builddir)/tests/vm-kernel
EXTRA_DIST += tests/vm/run.sh tests/vm/kernel.sh tests/vm/init.sh tests/vm/agent.py tests/vm/tell.py tests/vm/machine.py

check-vm: all
	@$(MKDIR_P) tests; top_builddir='$(abs_top_builddir)' kernel_folder='$(VM_KERNEL_FOLDER)' $(top_srcdir)/tests/vm/run.sh $(VM_STEPS) >tests/vm.log 2>&1; \
	$(top_srcdir)/tests/systemd/outcome.sh tests/vm tests/vm.log $$?
.PHONY: check-vm
CLEANFILES += tests/vm.log
clean-local: clean-vm-kernel
clean-vm-kernel:
	-rm -rf tests/vm-kernel
.PHONY: clean-vm-kernel
