// The way into libFuzzer for a program that has a main of its own (llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library").
#ifndef C_LIB_FUZZER_H
#define C_LIB_FUZZER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
