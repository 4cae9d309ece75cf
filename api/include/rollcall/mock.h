/**
 * Control of simulated hosts, those behind mock:// URIs: rules that make calls fail, take long or
 * get stuck, virtual time, and counts of calls. Tests use it to bring a program into the situations
 * that it meets on real hosts, again and again in the same way.
 *
 * What is set here holds for the host, and so for all of its connections. Functions of this header
 * are not calls of the host themselves: no rule matches them, and they are not counted.
 *
 * The conventions of <libvirt/libvirt.h> hold here. Besides the errors below, every function
 * answers VIR_ERR_NO_SUPPORT for a host that is not simulated, and those that change something
 * VIR_ERR_OPERATION_DENIED on a read-only connection.
 */
#pragma once

#include <libvirt/libvirt.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Adds a rule, an XML element. This one makes the third start of a domain of the name web-... fail:
 *
 *     <call name='virDomainCreate' domain='web-*' nth='3'>
 *       <error code='VIR_ERR_INTERNAL_ERROR'>no space left</error>
 *     </call>
 *
 * mockdriver/README.md lists the elements and their attributes. Rules apply to calls that begin
 * after this one; when several match a call, in the order of their numbers.
 *
 * Returns: the number of the rule, 1 or more, or -1 on error.
 * Errors:  VIR_ERR_XML_DETAIL, VIR_ERR_XML_ERROR: what is wrong with the rule, where, and what is
 *          expected there.
 */
ROLLCALL_EXPORT int rollcallMockAddRule(virConnectPtr conn, const char* xml);

/**
 * Removes a rule. Calls that it holds go on.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG when there is no rule of that number.
 */
ROLLCALL_EXPORT int rollcallMockRemoveRule(virConnectPtr conn, int rule);

/**
 * How often a rule has taken effect.
 *
 * Returns: that count, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG when there is no rule of that number.
 */
ROLLCALL_EXPORT long long rollcallMockRuleHits(virConnectPtr conn, int rule);

/**
 * Waits until a rule with <hold/> holds at least `count` calls, at most `timeout_ms` milliseconds
 * of real time.
 *
 * Returns: how many it holds, or -1 on error.
 * Errors:  VIR_ERR_OPERATION_TIMEOUT; VIR_ERR_INVALID_ARG when there is no rule of that number.
 */
ROLLCALL_EXPORT int rollcallMockWaitHeld(virConnectPtr conn, int rule, unsigned int count,
                                         unsigned int timeout_ms);

/**
 * Lets go the calls that a rule with <hold/> holds. It holds those that come later.
 *
 * Returns: how many calls go on, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG when there is no rule of that number.
 */
ROLLCALL_EXPORT int rollcallMockRelease(virConnectPtr conn, int rule);

/**
 * How many calls of C functions whose name matches `pattern` began on the host, on any connection,
 * since it came into being. `pattern` is one name, such as "virDomainGetInfo", or has wildcards as
 * of fnmatch(3): "virDomain*". Functions that only read a handle, such as virDomainGetName, do not
 * reach the host, and are not counted.
 *
 * Returns: that count, or -1 on error.
 */
ROLLCALL_EXPORT long long rollcallMockCallCount(virConnectPtr conn, const char* pattern);

/**
 * The number of this connection among those to the host, which are counted from 0 in the order in
 * which they were made. Rules and traces tell clients apart by it.
 *
 * Returns: that number, or -1 on error.
 */
ROLLCALL_EXPORT int rollcallMockClient(virConnectPtr conn);

/**
 * How many connections have been made to the host, those included that are closed.
 *
 * Returns: that count, or -1 on error.
 */
ROLLCALL_EXPORT int rollcallMockClients(virConnectPtr conn);

/**
 * As rollcallMockCallCount(), for the calls on one connection. Counts of the last 1000 connections
 * that were closed are kept.
 *
 * Returns: that count, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG when nothing is known of a client of that number.
 */
ROLLCALL_EXPORT long long rollcallMockClientCallCount(virConnectPtr conn, unsigned int client,
                                                      const char* pattern);

/**
 * Lets virtual time pass: what is due until then happens, each at its time.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG for more than 100 years.
 */
ROLLCALL_EXPORT int rollcallMockAdvance(virConnectPtr conn, unsigned long long duration_ns);

/**
 * The virtual time since the host came into being, in nanoseconds, into `*now_ns`.
 *
 * Returns: 0, or -1 on error.
 */
ROLLCALL_EXPORT int rollcallMockGetTime(virConnectPtr conn, unsigned long long* now_ns);

/**
 * Lets virtual time pass until the next thing that is due has happened.
 *
 * Returns: 1, 0 when nothing is due ever, or -1 on error.
 */
ROLLCALL_EXPORT int rollcallMockAdvanceToNext(virConnectPtr conn);

/**
 * Does something to domains that no call does, or as if somebody else did it: <crash
 * domain='web-1'/>, <vanish domain='web-*'/>. mockdriver/README.md lists the elements.
 *
 * Returns: to how many of the domains that match it could be done, or -1 on error.
 * Errors:  VIR_ERR_XML_DETAIL, VIR_ERR_XML_ERROR, as rollcallMockAddRule.
 */
ROLLCALL_EXPORT int rollcallMockPerform(virConnectPtr conn, const char* xml);

/**
 * Writes a trace of the host into the file at `path`, from now on: every call with its answer, each
 * rule that takes effect, each change of a domain and each event, with virtual times, as JSON lines
 * (mockdriver/trace.hpp). First come the domains that the host has. A file that is there is
 * replaced. NULL ends the trace, or the replay of one. Equal calls from one thread on hosts of
 * equal seed leave equal bytes. Unless virtual time follows the real one, calls take turns as long
 * as a trace is on: one begins when the other has answered or is held.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_SYSTEM_ERROR when the file cannot be written, or was not written completely;
 *          VIR_ERR_INVALID_ARG at the end of a replay that departed from its trace or did not
 *          get to its end, with file, line, and what was expected.
 */
ROLLCALL_EXPORT int rollcallMockTrace(virConnectPtr conn, const char* path);

/**
 * Replays the trace at `path`, from now on, on a host that is as the traced one was when its trace
 * began: whatever thread is first, each call, connection and function of this file begins when its
 * line in the trace comes, so that all get the same answers again, and every change and event comes
 * again. Threads that share a connection and make the same calls are not told apart. The call with
 * which the host departs from the trace fails; after that, calls go on as they come.
 * rollcallMockTrace() with NULL ends the replay.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_SYSTEM_ERROR when the file cannot be read; VIR_ERR_INVALID_ARG when it is no
 *          trace, or the host has other domains than the traced one had;
 *          VIR_ERR_OPERATION_INVALID when virtual time follows the real one.
 */
ROLLCALL_EXPORT int rollcallMockReplay(virConnectPtr conn, const char* path);

#ifdef __cplusplus
}
#endif
