/**
 * What all parts of the C API share: the export mark, the version, and typed parameters, which are
 * arrays of named values of seven types. Include <libvirt/libvirt.h>, whose conventions hold here
 * too.
 */
#pragma once

#include <sys/types.h>

/** Marks what the shared library exports. */
#define ROLLCALL_EXPORT __attribute__((__visibility__("default")))

/** Marks names that are kept so that old programs compile. */
#ifndef VIR_DEPRECATED
#define VIR_DEPRECATED __attribute__((__deprecated__))
#endif

/** The libvirt release whose API this one follows: 1,000,000 * major + 1,000 * minor + micro. */
#define LIBVIR_VERSION_NUMBER 9000000

/** True when the API is at least that of libvirt `major`.`minor`.`micro`; usable in #if. */
#define LIBVIR_CHECK_VERSION(major, minor, micro) \
  ((major)*1000000 + (minor)*1000 + (micro) <= LIBVIR_VERSION_NUMBER)

#ifdef __cplusplus
extern "C" {
#endif

/** Releases what a caller handed over together with a callback. */
typedef void (*virFreeCallback)(void* opaque);

/** Why a connection went away. */
typedef enum {
  VIR_CONNECT_CLOSE_REASON_ERROR = 0,     /**< misbehaviour of the transport */
  VIR_CONNECT_CLOSE_REASON_EOF = 1,       /**< the other side hung up */
  VIR_CONNECT_CLOSE_REASON_KEEPALIVE = 2, /**< the other side stopped answering */
  VIR_CONNECT_CLOSE_REASON_CLIENT = 3,    /**< this side asked for it */
#ifdef VIR_ENUM_SENTINELS
  VIR_CONNECT_CLOSE_REASON_LAST
#endif
} virConnectCloseReason;

/** Which member of virTypedParameter's union holds the value. */
typedef enum {
  VIR_TYPED_PARAM_INT = 1,     /**< value.i */
  VIR_TYPED_PARAM_UINT = 2,    /**< value.ui */
  VIR_TYPED_PARAM_LLONG = 3,   /**< value.l */
  VIR_TYPED_PARAM_ULLONG = 4,  /**< value.ul */
  VIR_TYPED_PARAM_DOUBLE = 5,  /**< value.d */
  VIR_TYPED_PARAM_BOOLEAN = 6, /**< value.b, 0 or 1 */
  VIR_TYPED_PARAM_STRING = 7,  /**< value.s, owned by the parameter */
#ifdef VIR_ENUM_SENTINELS
  VIR_TYPED_PARAM_LAST
#endif
} virTypedParameterType;

/** Flag for calls that fill typed parameters. */
typedef enum {
  VIR_TYPED_PARAM_STRING_OKAY = 1 << 2, /**< the caller can take strings */
} virTypedParameterFlags;

/** Room for a parameter's name, the closing zero byte included. */
#define VIR_TYPED_PARAM_FIELD_LENGTH 80

/** One named value. */
typedef struct _virTypedParameter virTypedParameter;
typedef virTypedParameter* virTypedParameterPtr;
struct _virTypedParameter {
  char field[VIR_TYPED_PARAM_FIELD_LENGTH]; /**< name */
  int type;                                 /**< virTypedParameterType */
  union {
    int i;
    unsigned int ui;
    long long int l;
    unsigned long long int ul;
    double d;
    char b;
    char* s;
  } value;
};

/**
 * Finds the first of `nparams` parameters called `name`.
 *
 * Returns:   a pointer into `params`, or NULL when there is none, which is no error.
 * Threading: reads `params` only; the caller keeps writers away. So for all virTypedParamsGet*
 *            functions.
 */
ROLLCALL_EXPORT virTypedParameterPtr virTypedParamsGet(virTypedParameterPtr params, int nparams,
                                                       const char* name);

/**
 * Reads the int called `name` into `*value`, which may be NULL to ask only whether it is there.
 *
 * Returns: 1 when found, 0 when absent (`*value` is then untouched), -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG when the parameter has another type.
 */
ROLLCALL_EXPORT int virTypedParamsGetInt(virTypedParameterPtr params, int nparams, const char* name,
                                         int* value);

/** As virTypedParamsGetInt, for an unsigned int. */
ROLLCALL_EXPORT int virTypedParamsGetUInt(virTypedParameterPtr params, int nparams,
                                          const char* name, unsigned int* value);

/** As virTypedParamsGetInt, for a long long. */
ROLLCALL_EXPORT int virTypedParamsGetLLong(virTypedParameterPtr params, int nparams,
                                           const char* name, long long* value);

/** As virTypedParamsGetInt, for an unsigned long long. */
ROLLCALL_EXPORT int virTypedParamsGetULLong(virTypedParameterPtr params, int nparams,
                                            const char* name, unsigned long long* value);

/** As virTypedParamsGetInt, for a double. */
ROLLCALL_EXPORT int virTypedParamsGetDouble(virTypedParameterPtr params, int nparams,
                                            const char* name, double* value);

/** As virTypedParamsGetInt, for a boolean; `*value` becomes 0 or 1. */
ROLLCALL_EXPORT int virTypedParamsGetBoolean(virTypedParameterPtr params, int nparams,
                                             const char* name, int* value);

/**
 * As virTypedParamsGetInt, for a string.
 *
 * Ownership: `*value` points into `params`; the caller must not free it.
 */
ROLLCALL_EXPORT int virTypedParamsGetString(virTypedParameterPtr params, int nparams,
                                            const char* name, const char** value);

/**
 * Appends an int to an array that grows as needed.
 *
 * Pre:       `*params` is NULL or came from malloc, holding `*nparams` of `*maxparams` places.
 * Returns:   0, or -1 and the array as before. A name may occur more than once.
 * Errors:    VIR_ERR_INTERNAL_ERROR for a name of VIR_TYPED_PARAM_FIELD_LENGTH bytes or more;
 *            VIR_ERR_NO_MEMORY.
 * Ownership: `*params` may move; release it with virTypedParamsFree.
 * Threading: one thread at a time per array. So for all virTypedParamsAdd* functions.
 */
ROLLCALL_EXPORT int virTypedParamsAddInt(virTypedParameterPtr* params, int* nparams, int* maxparams,
                                         const char* name, int value);

/** As virTypedParamsAddInt, for an unsigned int. */
ROLLCALL_EXPORT int virTypedParamsAddUInt(virTypedParameterPtr* params, int* nparams,
                                          int* maxparams, const char* name, unsigned int value);

/** As virTypedParamsAddInt, for a long long. */
ROLLCALL_EXPORT int virTypedParamsAddLLong(virTypedParameterPtr* params, int* nparams,
                                           int* maxparams, const char* name, long long value);

/** As virTypedParamsAddInt, for an unsigned long long. */
ROLLCALL_EXPORT int virTypedParamsAddULLong(virTypedParameterPtr* params, int* nparams,
                                            int* maxparams, const char* name,
                                            unsigned long long value);

/** As virTypedParamsAddInt, for a double. */
ROLLCALL_EXPORT int virTypedParamsAddDouble(virTypedParameterPtr* params, int* nparams,
                                            int* maxparams, const char* name, double value);

/** As virTypedParamsAddInt, for a boolean; any `value` but 0 is stored as 1. */
ROLLCALL_EXPORT int virTypedParamsAddBoolean(virTypedParameterPtr* params, int* nparams,
                                             int* maxparams, const char* name, int value);

/** As virTypedParamsAddInt, for a copy of the string `value`; NULL counts as "". */
ROLLCALL_EXPORT int virTypedParamsAddString(virTypedParameterPtr* params, int* nparams,
                                            int* maxparams, const char* name, const char* value);

/**
 * Appends copies of all strings up to the NULL that ends `values`, each as `name`. NULL `values`
 * adds nothing.
 */
ROLLCALL_EXPORT int virTypedParamsAddStringList(virTypedParameterPtr* params, int* nparams,
                                                int* maxparams, const char* name,
                                                const char** values);

/**
 * Appends the value of `type` (virTypedParameterType) that the text `value` spells: decimal
 * numbers, "0", "1", "false" or "true" for a boolean.
 *
 * Errors: VIR_ERR_INVALID_ARG when the text is no such value or out of range;
 *         VIR_ERR_INTERNAL_ERROR for an unknown type; else as virTypedParamsAddInt.
 */
ROLLCALL_EXPORT int virTypedParamsAddFromString(virTypedParameterPtr* params, int* nparams,
                                                int* maxparams, const char* name, int type,
                                                const char* value);

/** Frees the strings in `params`, not the array, which may be filled anew. NULL is allowed. */
ROLLCALL_EXPORT void virTypedParamsClear(virTypedParameterPtr params, int nparams);

/** Frees the strings in `params` and the array. NULL is allowed. */
ROLLCALL_EXPORT void virTypedParamsFree(virTypedParameterPtr params, int nparams);

#ifdef __cplusplus
}
#endif
