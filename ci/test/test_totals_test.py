import temporary_tree  # first: it finds the folder of the scripts
import test_totals

GTEST_REPORT = """<testsuites><testsuite name="Table">
  <testcase name="a" status="run" result="completed"/>
  <testcase name="b" status="run" result="completed"/>
  <testcase name="c" status="run" result="skipped"><skipped message="no"/></testcase>
  {more}
</testsuite></testsuites>"""
FAILED_CASE = '<testcase name="d" status="run"><failure message="no"/></testcase>'


class TestTotals(temporary_tree.TemporaryTree):
    def totals(self, *programs):
        """Totals of a CTest run with the given (name, status) entries."""
        cases = "".join(f'<testcase name="{name}" status="{status}"/>' for name, status in programs)
        report = self.write("ctest.xml", f"<testsuite>{cases}</testsuite>")
        return test_totals.totals(report, self.root)

    def test_counts_the_cases_of_each_program(self):
        self.write("table_test.xml", GTEST_REPORT.format(more=""))
        self.assertEqual(self.totals(("table_test", "run")), ("2 passed, 0 failed, 1 skipped", True))

    def test_counts_a_script_as_one_case(self):
        self.assertEqual(self.totals(("script", "run"), ("other", "fail")), ("1 passed, 1 failed", False))

    def test_counts_failed_cases_once(self):
        self.write("table_test.xml", GTEST_REPORT.format(more=FAILED_CASE))
        self.assertEqual(self.totals(("table_test", "fail")), ("2 passed, 1 failed, 1 skipped", False))

    def test_counts_a_crash_after_good_cases_as_a_failure(self):
        self.write("table_test.xml", GTEST_REPORT.format(more=""))
        self.assertEqual(self.totals(("table_test", "fail")), ("2 passed, 1 failed, 1 skipped", False))

    def test_counts_a_half_written_report_by_the_verdict_of_ctest(self):
        self.write("table_test.xml", "<testsuites><testsuite")
        self.assertEqual(self.totals(("table_test", "fail")), ("0 passed, 1 failed", False))

    def test_counts_a_program_that_did_not_run_as_skipped(self):
        self.assertEqual(self.totals(("table_test", "notrun")), ("0 passed, 0 failed, 1 skipped", True))
