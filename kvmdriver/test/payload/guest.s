# A guest for tests: firmware of 64 KiB that does, by command on its serial port, what guests do.
#
# Runs in 16-bit real mode and sleeps (HLT) between interrupts, so that many of them fit on one
# processor. Says "hello" when it boots and "awake" when it comes back from S3. Commands, one byte
# each on COM1:
#   c  print "count=N": N grows by 18 a second while the guest runs, and is in its memory
#   i  ignore the power button        o  obey it, which it does until told otherwise
#   p  power off                      r  reset
#   x  panic                          s  sleep (S3)
#   d  read the first sector of the first IDE disk and print "read"
#
# Sources: 16550 UART, 8254, 8259A, ATA-4, ACPI 6.5 chapter 4.8.3, Intel 82371AB (PIIX4) and ICH9 datasheets
# for the power management base, docs/specs/pvpanic of QEMU for the panic port.

        .code16
        .text

        .set UART, 0x3f8
        .set ATA, 0x1f0
        .set PM_BASE, 0x600
        .set PM_STATUS, PM_BASE
        .set PM_ENABLE, PM_BASE + 2
        .set PM_CONTROL, PM_BASE + 4
        .set POWER_BUTTON, 0x100
        .set SLEEP_NOW, 0x2000
        .set SLEEP_S3, 0x0400
        .set ASLEEP_MAGIC, 0x5333

        # In memory, above the interrupt vectors.
        .set count, 0x500               # 32 bits
        .set asleep, 0x504              # 16 bits: ASLEEP_MAGIC while in S3
        .set ignores_button, 0x506      # 8 bits
        .set STACK, 0x7000

start:
        cli
        cld
        xorw %ax, %ax
        movw %ax, %ds
        movw %ax, %es
        movw %ax, %ss
        movw $STACK, %sp

        call find_power_management
        call set_up_interrupts
        movb $0x01, %al                 # the UART interrupts when it has received a byte
        movw $UART + 1, %dx
        outb %al, %dx

        cmpw $ASLEEP_MAGIC, asleep
        je woken
        movl $0, count
        movb $0, ignores_button
        movw $hello, %si
        jmp greet
woken:
        movw $awake, %si
greet:
        movw $0, asleep
        call print

loop:
        call poll_power_button
        call poll_command
        jc again
        sti
        hlt                             # an interrupt that came before is taken here, not lost
        cli
        jmp loop
again:
        sti                             # lets time pass also while commands come without a pause
        nop
        cli
        jmp loop

# --- Power management -----------------------------------------------------------------------------

# Opens the ACPI registers at PM_BASE: of the ICH9 (q35) if it is there, else of the PIIX4 (pc).
find_power_management:
        movl $0x8000f800, %eax          # 00:1f.0
        call read_pci
        cmpl $0x29188086, %eax
        je ich9
        movl $0x80000b40, %eax          # 00:01.3, base
        movl $PM_BASE + 1, %ebx
        call write_pci
        movl $0x80000b80, %eax          # enable
        movl $1, %ebx
        call write_pci
        jmp arm_power_button
ich9:
        movl $0x8000f840, %eax
        movl $PM_BASE + 1, %ebx
        call write_pci
        movl $0x8000f844, %eax
        movl $0x80, %ebx
        call write_pci
arm_power_button:
        movw $0xffff, %ax               # a wake-up counts as a press: forget it
        movw $PM_STATUS, %dx
        outw %ax, %dx
        movw $POWER_BUTTON, %ax
        movw $PM_ENABLE, %dx
        outw %ax, %dx
        ret

read_pci:
        movw $0xcf8, %dx
        outl %eax, %dx
        movw $0xcfc, %dx
        inl %dx, %eax
        ret

write_pci:
        movw $0xcf8, %dx
        outl %eax, %dx
        movw $0xcfc, %dx
        movl %ebx, %eax
        outl %eax, %dx
        ret

poll_power_button:
        movw $PM_STATUS, %dx
        inw %dx, %ax
        cmpw $0xffff, %ax               # no such registers on this machine
        je 1f
        testw $POWER_BUTTON, %ax
        jz 1f
        movw $POWER_BUTTON, %ax
        outw %ax, %dx
        cmpb $0, ignores_button
        je power_off
1:      ret

power_off:
        movw $SLEEP_NOW, %ax
        movw $PM_CONTROL, %dx
        outw %ax, %dx
        jmp stopped

sleep:
        movw $ASLEEP_MAGIC, asleep
        movw $SLEEP_NOW + SLEEP_S3, %ax
        movw $PM_CONTROL, %dx
        outw %ax, %dx
stopped:
        hlt
        jmp stopped

reset:
        movb $0xfe, %al                 # by the keyboard controller
        outb %al, $0x64
        jmp stopped

panic:
        movb $0x01, %al
        movw $0x505, %dx
        outb %al, %dx
        ret

# --- Interrupts -----------------------------------------------------------------------------------

# Timer (IRQ 0), UART (IRQ 4) and ACPI (IRQ 9) as vectors 0x20 and up.
set_up_interrupts:
        call pass_8259a_through
        movw $set_up_8259a, %si
1:      lodsb %cs:(%si), %al
        cmpb $0, %al
        je 2f
        movzbw %al, %dx
        lodsb %cs:(%si), %al
        outb %al, %dx
        jmp 1b
2:      movw $0x20 * 4, %di
        movw $16, %cx
3:      movw $only_wakes, %ax
        stosw
        movw %cs, %ax
        stosw
        loop 3b
        movw $ticks, 0x20 * 4
        movb $0x34, %al                 # channel 0, rate generator, 65536 clocks: 18.2 Hz
        outb %al, $0x43
        xorb %al, %al
        outb %al, $0x40
        outb %al, $0x40
        ret

# The 8259A's output is the local APIC's LINT0. Its registers lie near 4 GiB, which real mode
# reaches by a segment that was loaded in protected mode.
pass_8259a_through:
        lgdtl %cs:descriptors
        movl %cr0, %eax
        orb $1, %al
        movl %eax, %cr0
        movw $8, %bx
        movw %bx, %fs
        andb $0xfe, %al
        movl %eax, %cr0
        movl $0xfee000f0, %edi          # enabled, spurious interrupts as vector 0x2f
        movl $0x12f, %fs:(%edi)
        movl $0xfee00350, %edi          # LINT0: external interrupts
        movl $0x700, %fs:(%edi)
        ret

descriptors:
        .word 15
        .long 0xf0000 + descriptor_table
        .balign 8
descriptor_table:
        # 4 GiB of data, marked as accessed: a processor that had to mark it would write to the ROM,
        # which KVM cannot do for it.
        .quad 0, 0x00cf93000000ffff

        # Port and value: initialisation, then the mask.
set_up_8259a:
        .byte 0x20, 0x11, 0x21, 0x20, 0x21, 0x04, 0x21, 0x01, 0x21, 0xea
        .byte 0xa0, 0x11, 0xa1, 0x28, 0xa1, 0x02, 0xa1, 0x01, 0xa1, 0xfd
        .byte 0

ticks:
        incl count
only_wakes:
        pushw %ax
        movb $0x20, %al
        outb %al, $0xa0
        outb %al, $0x20
        popw %ax
        iretw

# --- The disk ------------------------------------------------------------------------------------

# By programmed I/O, and forgotten.
read_disk:
        movw $set_up_read, %si
        movw $ATA + 2, %dx
1:      lodsb %cs:(%si), %al
        outb %al, %dx
        incw %dx
        cmpw $ATA + 8, %dx
        jne 1b
        movw $ATA + 7, %dx
2:      inb %dx, %al
        testb $0x08, %al                # the data is there
        jz 2b
        movw $ATA, %dx
        movw $256, %cx
3:      inw %dx, %ax
        loop 3b
        movw $read, %si
        jmp print

        # One sector, the first, of the master; the command.
set_up_read:
        .byte 1, 0, 0, 0, 0xe0, 0x20

# --- The serial port ------------------------------------------------------------------------------

# Carry: whether there was one.
poll_command:
        movw $UART + 5, %dx
        inb %dx, %al
        testb $0x01, %al                # clears carry
        jz 1f
        movw $UART, %dx
        inb %dx, %al
        call obey
        stc
1:      ret

obey:
        cmpb $'c', %al
        je print_count
        cmpb $'d', %al
        je read_disk
        cmpb $'i', %al
        je ignore_button
        cmpb $'o', %al
        je obey_button
        cmpb $'p', %al
        je power_off
        cmpb $'r', %al
        je reset
        cmpb $'s', %al
        je sleep
        cmpb $'x', %al
        je panic
        ret

ignore_button:
        movb $1, ignores_button
        ret
obey_button:
        movb $0, ignores_button
        ret

print_count:
        movw $count_is, %si
        call print
        movl count, %eax
        call print_number
        movb $'\n', %al
        jmp print_byte

# Prints %eax in decimal.
print_number:
        xorl %edx, %edx
        movl $10, %ebx
        divl %ebx
        pushw %dx
        testl %eax, %eax
        jz 1f
        call print_number
1:      popw %ax
        addb $'0', %al
        jmp print_byte

# Prints the text at %cs:%si.
print:
        lodsb %cs:(%si), %al
        cmpb $0, %al
        je 1f
        call print_byte
        jmp print
1:      ret

print_byte:
        pushw %ax
        movw $UART + 5, %dx
1:      inb %dx, %al
        testb $0x20, %al
        jz 1b
        popw %ax
        movw $UART, %dx
        outb %al, %dx
        ret

hello:  .asciz "hello\n"
awake:  .asciz "awake\n"
read:   .asciz "read\n"
count_is:
        .asciz "count="

# The processor starts 16 bytes below the end.
        .org 0xfff0
        ljmp $0xf000, $start
        .org 0x10000
