import temporary_tree  # first: it finds the folder of the checks
import docs_present


class DocsPresent(temporary_tree.TemporaryTree):
    def test_accepts_agreed_folders_that_explain_themselves(self):
        self.write("api/README.md")
        self.write("build/bin/x")
        self.write(".git/config")
        self.assertEqual(docs_present.check(self.root), [])

    def test_names_a_folder_without_a_readme(self):
        self.write("bench/CMakeLists.txt")
        self.assertRegex(docs_present.check(self.root)[0], "^bench/README.md:1: missing")

    def test_names_a_folder_outside_the_agreed_list(self):
        self.write("tools/README.md")
        self.assertRegex(docs_present.check(self.root)[0], "^tools:1: ")
