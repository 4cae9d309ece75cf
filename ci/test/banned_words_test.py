import temporary_tree  # first: it finds the folder of the checks
import banned_words


class BannedWords(temporary_tree.TemporaryTree):
    def assert_banned(self, path, line):
        self.assert_complains(banned_words.check, path, line)

    def assert_accepted(self, path, line):
        self.write(path, f"{line}\n")
        self.assertEqual(banned_words.check(self.root), [])

    def test_unfinished_work_is_banned_in_code_and_documents(self):
        self.assert_banned("api/core/a.cpp", "// TODO: later")
        self.write("api/core/a.cpp")
        self.assert_banned("api/README.md", "FIXME")

    def test_paths_of_one_machine_are_banned(self):
        self.assert_banned("ci/notes.md", "see /home/someone/file")

    def test_sleeping_is_banned_in_tests(self):
        self.assert_banned("api/test/a_test.cpp", "std::this_thread::sleep_for(1s);")

    def test_sleeping_outside_tests_is_accepted(self):
        self.assert_accepted("api/core/a.cpp", "std::this_thread::sleep_for(1s);")

    def test_hidden_chance_is_banned(self):
        self.assert_banned("mockdriver/a.cpp", "std::random_device device;")

    def test_wall_clocks_are_banned(self):
        self.assert_banned("mockdriver/a.cpp", "auto now = std::chrono::system_clock::now();")

    def test_a_suppression_without_a_reason_is_banned(self):
        self.assert_banned("api/core/a.cpp", "f();  // NOLINT")
        self.assert_banned("api/core/a.cpp", "f();  // NOLINT(bugprone-x)")

    def test_a_suppression_with_check_and_reason_is_accepted(self):
        self.assert_accepted("api/core/a.cpp", "f();  // NOLINT(bugprone-x): the C API takes it so")
        self.assert_accepted("api/core/a.cpp", "// NOLINTNEXTLINE(bugprone-x): the C API takes it so")

    def test_words_that_only_contain_a_banned_one_are_accepted(self):
        self.assert_accepted("api/core/a.cpp", "operand(); monotonic_time(0); framework/home/x")
