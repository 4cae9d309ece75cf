/**
 * The event loop that delivers callbacks: watches on file descriptors, and timeouts. A program runs
 * the loop of this library (virEventRegisterDefaultImpl, then virEventRunDefaultImpl in a thread of
 * its own) or plugs in its own with virEventRegisterImpl. Either is registered once, before the
 * first connection is opened.
 */
#pragma once

#include "libvirt-common.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a watch waits for, and what it reports; bits. */
typedef enum {
  VIR_EVENT_HANDLE_READABLE = 1 << 0, /**< data to read, or end of file */
  VIR_EVENT_HANDLE_WRITABLE = 1 << 1, /**< room to write */
  VIR_EVENT_HANDLE_ERROR = 1 << 2,    /**< reported whether asked for or not */
  VIR_EVENT_HANDLE_HANGUP = 1 << 3,   /**< reported whether asked for or not */
} virEventHandleType;

/** Called by the loop when `fd` of watch `watch` has `events` (virEventHandleType). */
typedef void (*virEventHandleCallback)(int watch, int fd, int events, void* opaque);

/** Called by the loop when timeout `timer` has expired. */
typedef void (*virEventTimeoutCallback)(int timer, void* opaque);

/**
 * The six operations of a loop; their meaning is that of the virEvent* function with the same
 * words.
 */
typedef int (*virEventAddHandleFunc)(int fd, int event, virEventHandleCallback cb, void* opaque,
                                     virFreeCallback ff);
typedef void (*virEventUpdateHandleFunc)(int watch, int event);
typedef int (*virEventRemoveHandleFunc)(int watch);
typedef int (*virEventAddTimeoutFunc)(int timeout, virEventTimeoutCallback cb, void* opaque,
                                      virFreeCallback ff);
typedef void (*virEventUpdateTimeoutFunc)(int timer, int timeout);
typedef int (*virEventRemoveTimeoutFunc)(int timer);

/**
 * Makes the caller's loop the one that this library uses. The first registration of the process
 * stays; later ones are ignored.
 *
 * Pre: all six functions are given and may be called from any thread.
 */
ROLLCALL_EXPORT void virEventRegisterImpl(virEventAddHandleFunc addHandle,
                                          virEventUpdateHandleFunc updateHandle,
                                          virEventRemoveHandleFunc removeHandle,
                                          virEventAddTimeoutFunc addTimeout,
                                          virEventUpdateTimeoutFunc updateTimeout,
                                          virEventRemoveTimeoutFunc removeTimeout);

/**
 * Makes the loop built into this library, which rests on poll(), the one that is used. Calling it
 * again is harmless.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_SYSTEM_ERROR when the descriptor that wakes the loop cannot be made.
 */
ROLLCALL_EXPORT int virEventRegisterDefaultImpl(void);

/**
 * Runs one round of the built-in loop: waits until a watch or timeout is due, then calls what is
 * due.
 *
 * Pre:       virEventRegisterDefaultImpl has succeeded.
 * Returns:   0, or -1 on error.
 * Errors:    VIR_ERR_OPERATION_INVALID without the precondition, or from one of its callbacks;
 *            VIR_ERR_SYSTEM_ERROR when poll() fails.
 * Threading: one thread runs the loop, others may change it meanwhile: they wake it. Callbacks run
 *            in this thread and without locks, so they may add, update and remove, themselves
 *            included.
 */
ROLLCALL_EXPORT int virEventRunDefaultImpl(void);

/**
 * Watches `fd` for `events` (virEventHandleType; 0 only reserves the watch) on the registered loop.
 *
 * Returns:   a number for the watch, 1 or more, or -1 on error.
 * Errors:    VIR_ERR_OPERATION_INVALID without a loop; what the program's own loop does.
 * Ownership: `ff`, unless NULL, is called with `opaque` once, after the watch is removed and its
 *            callback has returned; `fd` stays the caller's and must be open until the removal.
 */
ROLLCALL_EXPORT int virEventAddHandle(int fd, int events, virEventHandleCallback cb, void* opaque,
                                      virFreeCallback ff);

/** Replaces the events that watch `watch` waits for; 0 silences it. Unknown watches are ignored. */
ROLLCALL_EXPORT void virEventUpdateHandle(int watch, int events);

/**
 * Removes a watch: its callback does not start again, but may still run in the loop's thread.
 *
 * Returns: 0, or -1 when there is no such watch, or no loop (VIR_ERR_OPERATION_INVALID).
 */
ROLLCALL_EXPORT int virEventRemoveHandle(int watch);

/**
 * Calls `cb` every `frequency` milliseconds from now; 0 means in every round of the loop, -1 never
 * (until updated).
 *
 * Returns:   a number for the timeout, 1 or more, or -1 on error.
 * Errors:    as virEventAddHandle.
 * Ownership: `ff` as in virEventAddHandle.
 */
ROLLCALL_EXPORT int virEventAddTimeout(int frequency, virEventTimeoutCallback cb, void* opaque,
                                       virFreeCallback ff);

/**
 * Gives a timeout a new interval in milliseconds, counted from now. Unknown timeouts are ignored.
 */
ROLLCALL_EXPORT void virEventUpdateTimeout(int timer, int frequency);

/**
 * Removes a timeout as virEventRemoveHandle does a watch.
 *
 * Returns: 0, or -1 when there is no such timeout, or no loop (VIR_ERR_OPERATION_INVALID).
 */
ROLLCALL_EXPORT int virEventRemoveTimeout(int timer);

#ifdef __cplusplus
}
#endif
