#!/usr/bin/env python3
"""Proves that the header and symbol checks find what they are for, on headers of a few lines."""

import os
import pathlib
import tempfile
import unittest

import check_symbols
import compare_headers

COMPILER = os.environ.get("CC", "cc")

GENUINE = """
#pragma once
#define LIBVIR_VERSION_NUMBER 9000000
typedef struct _virConnect virConnect;
typedef virConnect *virConnectPtr;
typedef struct _virDomain virDomain;
typedef virDomain *virDomainPtr;
typedef struct _virTypedParameter virTypedParameter;
typedef virTypedParameter *virTypedParameterPtr;
typedef enum { VIR_A = 0, VIR_B = 1 } virLetters;
struct _virInfo { unsigned char state; unsigned long memory; };
typedef int (*virCallback)(virConnectPtr conn, int reason);
int virCount(virConnectPtr conn, unsigned int flags);
"""


class CompareHeaders(unittest.TestCase):
    def differences(self, old, new):
        """What is found when `old` is replaced by `new` in otherwise equal headers."""
        self.assertIn(old, GENUINE)
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("ours", GENUINE.replace(old, new)), ("genuine", GENUINE)):
                headers = pathlib.Path(folder) / name / "libvirt"
                headers.mkdir(parents=True)
                (headers / "libvirt.h").write_text(text, encoding="utf-8")
                (headers / "virterror.h").write_text('#include "libvirt.h"\n', encoding="utf-8")
            _, found = compare_headers.compare(COMPILER, f"{folder}/ours", f"{folder}/genuine")
            return "\n".join(found)

    def test_equal_headers_have_no_differences(self):
        self.assertEqual("", self.differences("VIR_A", "VIR_A"))

    def test_another_enumerator_value_is_named(self):
        found = self.differences("VIR_B = 1", "VIR_B = 2")
        self.assertIn("ours VIR_B = 2; libvirt VIR_B = 1", found)

    def test_a_missing_enumerator_is_named(self):
        self.assertIn("virLetters: VIR_B is only in libvirt", self.differences(", VIR_B = 1", ""))

    def test_another_macro_value_is_named(self):
        found = self.differences("9000000", "9000001")
        self.assertIn("ours LIBVIR_VERSION_NUMBER = 9000001", found)

    def test_another_parameter_type_is_named(self):
        self.assertIn("virCount", self.differences("unsigned int flags", "int flags"))

    def test_another_result_type_is_named(self):
        self.assertIn("virCount", self.differences("int virCount", "long virCount"))

    def test_another_callback_type_is_named(self):
        self.assertIn("virCallback", self.differences("int reason", "long reason"))

    def test_a_function_that_libvirt_lacks_is_named(self):
        self.assertIn("virSum is only in ours", self.differences("virCount", "virSum"))

    def test_members_in_another_order_are_named(self):
        members = ("unsigned char state;", "unsigned long memory;")
        found = self.differences(" ".join(members), " ".join(reversed(members)))
        self.assertIn("_virInfo.memory: offset 0", found)

    def test_another_member_type_of_the_same_size_is_named(self):
        found = self.differences("unsigned long memory", "unsigned long long memory")
        self.assertIn("unsigned long long; libvirt _virInfo.memory", found)


class CheckSymbols(unittest.TestCase):
    def test_equal_lists_have_no_differences(self):
        self.assertEqual([], list(check_symbols.differences(["a", "b"], {"a", "b"}, {"b", "a"})))

    def test_a_function_that_is_not_listed_is_named(self):
        found = list(check_symbols.differences(["a"], {"a", "b"}, None))
        self.assertEqual(["b is declared but not listed"], found)

    def test_a_symbol_without_declaration_is_named(self):
        found = list(check_symbols.differences(["a", "b"], {"a"}, None))
        self.assertEqual(["b is listed but not declared"], found)

    def test_a_symbol_listed_twice_is_named(self):
        found = list(check_symbols.differences(["a", "a"], {"a"}, None))
        self.assertEqual(["a is listed twice"], found)

    def test_a_symbol_that_the_library_lacks_is_named(self):
        found = list(check_symbols.differences(["a"], {"a"}, set()))
        self.assertEqual(["a is listed but the library lacks it"], found)

    def test_an_export_beside_the_list_is_named(self):
        found = list(check_symbols.differences(["a"], {"a"}, {"a", "b"}))
        self.assertEqual(["b is exported but not listed"], found)

    def test_a_pattern_in_the_list_is_refused(self):
        with self.assertRaises(SystemExit):
            check_symbols.listed_symbols("X { global: vir*; local: *; };")


if __name__ == "__main__":
    unittest.main()
