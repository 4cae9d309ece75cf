/**
 * What Rollcall adds to libvirt's API: the generation of a listing, events from a generation on,
 * handles without a lookup, and a hook for schedulers. A host counts its changes; the generation is
 * that count. A listing says at which generation it was true, and a watch that begins there tells
 * of every later change: list, then watch, and nothing is missed and nothing is told twice.
 *
 * The conventions of <libvirt/libvirt.h> hold here.
 */
#pragma once

#include <libvirt/libvirt.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * As virConnectListAllDomains, and the generation at which the list was true into `*generation`.
 * `domains` must not be NULL.
 */
ROLLCALL_EXPORT int rollcallConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                                  unsigned long long* generation,
                                                  unsigned int flags);

/**
 * A handle of the domain that has this uuid (VIR_UUID_BUFLEN bytes), made without asking the host:
 * whether there is such a domain shows when it is used. Name and id are what the handle then says.
 * For those who hand calls on and have been told the identity, a daemon for example.
 *
 * Returns:   the handle, or NULL on error. Ownership: free it with virDomainFree.
 * Errors:    VIR_ERR_INVALID_ARG when `name` or `uuid` is NULL.
 */
ROLLCALL_EXPORT virDomainPtr rollcallConnectDomainHandle(virConnectPtr conn, const char* name,
                                                         const unsigned char* uuid, int id);

/**
 * A lifecycle event: `event` is a virDomainEventType, `detail` its ...DetailType, `generation` that
 * of the change. Events of one change have the same generation; generations never decrease. `conn`
 * and `dom` live for the call only. `opaque` is what was registered.
 */
typedef void (*rollcallDomainWatchCallback)(virConnectPtr conn, virDomainPtr dom, int event,
                                            int detail, unsigned long long generation,
                                            void* opaque);

/**
 * Has `cb` told of the lifecycle events of every domain, exactly those of generations later than
 * `after`: of the past ones too.
 *
 * Pre:       an event loop is registered, and run for as long as callbacks are wanted.
 * Returns:   a number of 0 or more for rollcallConnectDomainUnwatch, or -1 on error.
 * Errors:    VIR_ERR_OPERATION_INVALID when the host no longer remembers all events after `after`:
 *            list again, and watch from there. VIR_ERR_INTERNAL_ERROR without an event loop.
 * Ownership: `freecb`, unless NULL, is called with `opaque` when the callback will not be called
 *            again; not on error. The watch keeps the connection open.
 * Threading: callbacks run in the thread of the event loop, in the order of the changes.
 */
ROLLCALL_EXPORT int rollcallConnectDomainWatch(virConnectPtr conn, unsigned long long after,
                                               rollcallDomainWatchCallback cb, void* opaque,
                                               virFreeCallback freecb);

/**
 * Ends the watch of that number. Its callback does not start again.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG when there is no such watch.
 */
ROLLCALL_EXPORT int rollcallConnectDomainUnwatch(virConnectPtr conn, int watch);

/**
 * What is called when a thread is about to read the published list of a host (`writes` is 0) or to
 * replace it (1) without a lock. `object` is the same for one host at all times.
 */
typedef void (*rollcallYieldHook)(const void* object, int writes);

/**
 * Sets the hook that every thread calls at such points, or none (NULL): for schedulers that test
 * what the threads of a program do in one order after another.
 *
 * Pre: no other thread is inside a call of the library.
 */
ROLLCALL_EXPORT void rollcallSetYieldHook(rollcallYieldHook hook);

#ifdef __cplusplus
}
#endif
