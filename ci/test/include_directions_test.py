import temporary_tree  # first: it finds the folder of the checks
import include_directions


class IncludeDirections(temporary_tree.TemporaryTree):
    """A small good tree; each test adds one #include to it."""

    def setUp(self):
        super().setUp()
        self.write("api/include/libvirt/libvirt.h")
        self.write("api/include/rollcall/driver.hpp", '#include "api/core/result.hpp"\n')
        self.write("api/core/result.hpp", "#include <string>\n")
        self.write("api/public/handles.hpp", "#include <libvirt/libvirt.h>\n")
        self.write("api/public/compose_drivers.cpp", '#include "mockdriver/mock_driver.hpp"\n')
        self.write("mockdriver/mock_driver.hpp", "#include <rollcall/driver.hpp>\n")
        self.write("conformance/sut/library.hpp", "#include <libvirt/libvirt.h>\n")
        self.write("conformance/spec/model.hpp", "#include <vector>\n")
        self.write("conformance/checker/checker.cpp", '#include "conformance/spec/model.hpp"\n')
        self.write("bench/list.cpp", '#include "conformance/sut/library.hpp"\n')

    def assert_forbidden(self, path, include):
        self.assert_complains(include_directions.check, path, f"#include {include}")

    def assert_allowed(self, path, include):
        self.write(path, f"#include {include}\n")
        self.assertEqual(include_directions.check(self.root), [])

    def test_accepts_a_good_tree(self):
        self.assertEqual(include_directions.check(self.root), [])

    def test_core_must_not_see_the_driver_interface(self):
        self.assert_forbidden("api/core/table.cpp", "<rollcall/driver.hpp>")

    def test_a_driver_must_not_see_public(self):
        self.assert_forbidden("mockdriver/mock_driver.cpp", '"api/public/handles.hpp"')

    def test_drivers_must_not_see_each_other(self):
        self.assert_forbidden("kvmdriver/kvm_driver.cpp", '"mockdriver/mock_driver.hpp"')

    def test_public_must_not_see_a_driver_outside_the_composition_file(self):
        self.assert_forbidden("api/public/open.cpp", '"mockdriver/mock_driver.hpp"')

    def test_a_path_through_the_parent_folder_is_followed(self):
        self.assert_forbidden("mockdriver/mock_driver.cpp", '"../api/public/handles.hpp"')

    def test_a_test_of_a_driver_is_bound_like_the_driver(self):
        self.assert_forbidden("mockdriver/test/mock_test.cpp", '"api/public/handles.hpp"')

    def test_the_kit_must_not_see_the_implementation(self):
        self.assert_forbidden("conformance/suites/filters.cpp", '"api/core/result.hpp"')

    def test_the_kit_must_not_see_a_driver_interface(self):
        self.assert_forbidden("conformance/main.cpp", "<rollcall/driver.hpp>")

    def test_spec_must_not_see_even_the_public_headers(self):
        self.assert_forbidden("conformance/spec/step.cpp", "<libvirt/libvirt.h>")

    def test_spec_must_not_see_public_headers_of_the_genuine_library(self):
        self.assert_forbidden("conformance/spec/step.cpp", "<libvirt/libvirt-qemu.h>")

    def test_history_must_not_see_the_checker(self):
        self.write("conformance/checker/grade.hpp")
        self.assert_forbidden("conformance/history/event.hpp", '"conformance/checker/grade.hpp"')

    def test_bench_must_not_see_core(self):
        self.write("api/core/uuid.hpp")
        self.assert_forbidden("bench/churn.cpp", '"api/core/uuid.hpp"')

    def test_python_may_see_only_the_public_headers(self):
        self.assert_forbidden("python/module.cpp", '"conformance/sut/library.hpp"')

    def test_a_quoted_header_must_exist(self):
        self.assert_forbidden("bench/churn.cpp", '"elsewhere.hpp"')

    def test_a_folder_without_a_rule_is_refused(self):
        self.write("api/extra/new.cpp")
        self.assertEqual(
            include_directions.check(self.root), ["api/extra/new.cpp:1: no rule says what this folder may include"]
        )

    def test_api_tests_may_see_core_public_and_the_driver_interface(self):
        for include in ('"api/core/result.hpp"', '"api/public/handles.hpp"', "<rollcall/driver.hpp>"):
            self.assert_allowed("api/test/result_test.cpp", include)

    def test_kit_tests_may_see_the_whole_kit(self):
        self.assert_allowed("conformance/test/checker_test.cpp", '"conformance/spec/model.hpp"')

    def test_system_and_third_party_headers_are_free(self):
        self.assert_allowed("conformance/spec/step.cpp", "<fmt/format.h>")
