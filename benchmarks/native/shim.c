/*
 * One entry to libargon2 for the benchmark: the working memory is either the library's own, from
 * malloc for each hash, or one buffer per thread that is used again and again, as our engines do.
 */
#include <argon2.h>
#include <stdint.h>
#include <stdlib.h>

/* The library's switch for wiping; it is not in its public header. */
extern int FLAG_clear_internal_memory;

enum { MALLOC = 0, POOLED = 1 };

static __thread uint8_t *pool;
static __thread size_t pool_size;

static int take(uint8_t **memory, size_t size) {
    if (pool_size < size) {
        free(pool);
        pool = malloc(size);
        pool_size = pool == NULL ? 0 : size;
    }
    *memory = pool;
    return 0;
}

static void give_back(uint8_t *memory, size_t size) {
    (void)memory;
    (void)size;
}

/* This file is compiled for any x86-64, so that it can be asked before the library is entered. */
__attribute__((visibility("default"))) int shim_runs_here(void) {
#if defined(SHIM_AVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512cd");
#elif defined(SHIM_AVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#else
    return 1;
#endif
}

/* For the whole process. The library wipes unless told not to. */
__attribute__((visibility("default"))) void shim_wipe(int on) {
    FLAG_clear_internal_memory = on;
}

/* Lanes are computed one after the other in the caller's thread. Returns 0 or the library's error. */
__attribute__((visibility("default"))) int shim_hash(
        int memory_kind, int type, int version, uint32_t m, uint32_t t, uint32_t p,
        uint8_t *password, uint32_t password_length, uint8_t *salt, uint32_t salt_length,
        uint8_t *tag, uint32_t tag_length) {
    argon2_context context = {
        .out = tag, .outlen = tag_length,
        .pwd = password, .pwdlen = password_length,
        .salt = salt, .saltlen = salt_length,
        .t_cost = t, .m_cost = m, .lanes = p, .threads = 1,
        .version = version,
        .allocate_cbk = memory_kind == POOLED ? take : NULL,
        .free_cbk = memory_kind == POOLED ? give_back : NULL,
        .flags = ARGON2_DEFAULT_FLAGS,
    };
    return argon2_ctx(&context, type);
}
