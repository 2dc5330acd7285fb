section .text
global twice
twice:
    lea eax, [rdi + rdi]
    ret

section .note.GNU-stack noalloc noexec nowrite progbits
