"""Which Python name stands for each function of the C API, by the rule of libvirt-python.

A method is called as the C function without the prefix of its object, in lower case at the front; what does
not follow from that is listed. What Python has no use for is listed with the reason.
"""

import pathlib
import re

import rollcall
from rollcall.mock import Host, Rule

HEADERS = pathlib.Path(__file__).resolve().parents[2] / "api/include"
DECLARATION = re.compile(r"ROLLCALL_EXPORT\s+(?:extern\s+)?[\w\s]+?[\s*]+(\w+)\s*\(")

CONNECTION, DOMAIN = rollcall.virConnect, rollcall.virDomain
SNAPSHOT, CHECKPOINT = rollcall.virDomainSnapshot, rollcall.virDomainCheckpoint

NOT_FOR_PYTHON = {
    "objects are counted by Python": (
        "virConnectRef virDomainRef virDomainFree virDomainSnapshotRef virDomainSnapshotFree "
        "virDomainCheckpointRef virDomainCheckpointFree virDomainStatsRecordListFree"
    ),
    "objects know their connection": "virDomainGetConnect virDomainSnapshotGetConnect virDomainCheckpointGetConnect",
    "typed parameters are dicts": (
        "virTypedParamsGet virTypedParamsGetInt virTypedParamsGetUInt virTypedParamsGetLLong virTypedParamsGetULLong "
        "virTypedParamsGetDouble virTypedParamsGetBoolean virTypedParamsGetString virTypedParamsAddInt "
        "virTypedParamsAddUInt virTypedParamsAddLLong virTypedParamsAddULLong virTypedParamsAddDouble "
        "virTypedParamsAddBoolean virTypedParamsAddString virTypedParamsAddStringList virTypedParamsAddFromString "
        "virTypedParamsClear virTypedParamsFree"
    ),
    "errors are exceptions": (
        "virSaveLastError virResetError virFreeError virCopyLastError virConnCopyLastError virDefaultErrorFunc "
        "virConnSetErrorFunc"
    ),
    "a watch has a method to end it": "rollcallConnectDomainUnwatch",
    "for programs in C": "rollcallSetYieldHook rollcallConnectDomainHandle",
    "a snapshot says more": "rollcallConnectListAllDomains",
}
UNUSED = {name: why for why, names in NOT_FOR_PYTHON.items() for name in names.split()}

EXCEPTIONS = {
    "virGetVersion": (rollcall, "getVersion"),
    "virSetErrorFunc": (rollcall, "registerErrorHandler"),
    "virConnectOpen": (rollcall, "open"),
    "virConnectOpenReadOnly": (rollcall, "openReadOnly"),
    "virConnectOpenAuth": (rollcall, "openAuth"),
    "rollcallConnectListAllDomainStatuses": (CONNECTION, "snapshot"),
    "rollcallConnectDomainWatch": (CONNECTION, "watch"),
    "rollcallMockAddRule": (Host, "rule"),
    "rollcallMockRemoveRule": (Rule, "remove"),
    "rollcallMockRuleHits": (Rule, "hits"),
    "rollcallMockWaitHeld": (Rule, "wait_held"),
    "rollcallMockRelease": (Rule, "release"),
    "rollcallMockCallCount": (Host, "call_count"),
    "rollcallMockAdvance": (Host, "advance"),
    "rollcallMockGetTime": (Host, "now_ns"),
    "rollcallMockAdvanceToNext": (Host, "advance_to_next"),
    "rollcallMockPerform": (Host, "perform"),
    "rollcallMockTrace": (Host, "trace"),
    "rollcallMockReplay": (Host, "replay"),
    "rollcallMockClient": (Host, "client"),
    "rollcallMockClients": (Host, "clients"),
    "rollcallMockClientCallCount": (Host, "client_call_count"),
    "virNodeGetInfo": (CONNECTION, "getInfo"),
    "virConnGetLastError": (CONNECTION, "virConnGetLastError"),
    "virConnResetLastError": (CONNECTION, "virConnResetLastError"),
    "virConnectListDomains": (CONNECTION, "listDomainsID"),
    "virDomainListGetStats": (CONNECTION, "domainListGetStats"),
    "virDomainRestore": (CONNECTION, "restore"),
    "virDomainRestoreFlags": (CONNECTION, "restoreFlags"),
    "virDomainDefineXML": (CONNECTION, "defineXML"),
    "virDomainDefineXMLFlags": (CONNECTION, "defineXMLFlags"),
    "virDomainCreateXML": (CONNECTION, "createXML"),
    "virDomainLookupByID": (CONNECTION, "lookupByID"),
    "virDomainLookupByUUID": (CONNECTION, "lookupByUUID"),
    "virDomainLookupByUUIDString": (CONNECTION, "lookupByUUIDString"),
    "virDomainLookupByName": (CONNECTION, "lookupByName"),
    "virDomainGetID": (DOMAIN, "ID"),
    "virDomainGetUUID": (DOMAIN, "UUID"),
    "virDomainGetUUIDString": (DOMAIN, "UUIDString"),
    "virDomainGetCPUStats": (DOMAIN, "getCPUStats"),
    "virDomainGetXMLDesc": (DOMAIN, "XMLDesc"),
    "virDomainGetOSType": (DOMAIN, "OSType"),
    "virDomainSnapshotCreateXML": (DOMAIN, "snapshotCreateXML"),
    "virDomainSnapshotNum": (DOMAIN, "snapshotNum"),
    "virDomainSnapshotListNames": (DOMAIN, "snapshotListNames"),
    "virDomainSnapshotLookupByName": (DOMAIN, "snapshotLookupByName"),
    "virDomainSnapshotCurrent": (DOMAIN, "snapshotCurrent"),
    "virDomainCheckpointCreateXML": (DOMAIN, "checkpointCreateXML"),
    "virDomainCheckpointLookupByName": (DOMAIN, "checkpointLookupByName"),
}

# Object prefixes, longest first, with the words that are dropped after them.
RULES = (
    ("virDomainSnapshot", SNAPSHOT, ""),
    ("virDomainCheckpoint", CHECKPOINT, ""),
    ("virDomainGet", DOMAIN, ""),
    ("virDomain", DOMAIN, ""),
    ("virConnect", CONNECTION, ""),
)


def c_functions():
    """Names of all functions that the public C headers declare."""
    text = "\n".join(path.read_text() for path in sorted(HEADERS.glob("*/*.h")))
    return sorted(set(DECLARATION.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))))


def python_place(function):
    """Class or module, and name there."""
    if function in EXCEPTIONS:
        return EXCEPTIONS[function]
    if function.startswith(("virEvent", "virGetLast", "virResetLast", "virInitialize")):
        return rollcall, function
    for prefix, owner, _ in RULES:
        if function.startswith(prefix):
            rest = function[len(prefix) :]
            return owner, rest[0].lower() + rest[1:]
    raise LookupError(f"no rule gives {function} a Python name")
