section .text
global twice
twice:
    ret

section .note.GNU-stack noalloc noexec nowrite progbits
