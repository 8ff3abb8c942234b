package org.trinofdw.product;

import org.junit.jupiter.api.Test;
import org.trinofdw.document.CodeBlock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every code block of README.md and docs is of a kind that a test runs; here are those that need no cluster. Blocks of SQL and of properties run in
 * {@link TestProductDocuments}, and those of the file wrapper in the module of that wrapper.
 */
final class TestDocuments
{
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
    private static final Set<String> KINDS = Set.of("java", "properties", "shell", "sql");

    @Test
    void testKinds()
            throws IOException
    {
        assertThat(CodeBlock.ofProject(ROOT))
                .hasSizeGreaterThan(10)
                .allSatisfy(block -> assertThat(KINDS).as("the kind of %s", block).contains(block.kind()));
    }

    @Test
    void testShell()
            throws IOException
    {
        String help = Files.readString(ROOT.resolve("fdw"));
        help = help.substring(help.indexOf("Usage:"), help.indexOf("\nTEXT\n"));
        for (CodeBlock block : blocks("shell")) {
            for (String line : block.text().lines().map(line -> line.replaceFirst("\\s+#.*", "").strip()).filter(line -> !line.isEmpty()).toList()) {
                List<String> words = List.of(line.split("\\s+"));
                switch (words.getFirst()) {
                    case "./fdw" -> checkLauncher(block, words, help);
                    case "docker" -> checkDocker(block, words);
                    default -> throw new AssertionError("%s: no test runs '%s'".formatted(block, line));
                }
            }
        }
    }

    private static void checkLauncher(CodeBlock block, List<String> words, String help)
    {
        assertThat(help).as("%s: ./fdw %s is in its help", block, words.get(1)).containsPattern("\n  " + words.get(1) + "\\b");
        if (words.get(1).equals("cli")) {
            // what follows is for Trino's client
            return;
        }
        words.stream().filter(word -> word.startsWith("--")).forEach(word -> assertThat(help).as("%s: %s", block, word).contains(word + " "));
    }

    private static void checkDocker(CodeBlock block, List<String> words)
    {
        int file = words.indexOf("-f");
        assertThat(file).as("%s names its file with -f", block).isPositive();
        assertThat(ROOT.resolve(words.get(file + 1))).as("%s", block).exists();
    }

    /** What documents show of Java is in a source file, which is compiled and tested. */
    @Test
    void testJava()
            throws IOException
    {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java") && file.toString().contains("/src/")).toList()) {
                sources.add(normalized(Files.readString(file)));
            }
        }
        for (CodeBlock block : blocks("java")) {
            assertThat(sources).as("a source file that has %s word for word", block).anyMatch(source -> source.contains(normalized(block.text())));
        }
    }

    private static String normalized(String text)
    {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(joining("\n", "\n", "\n"));
    }

    private static List<CodeBlock> blocks(String kind)
            throws IOException
    {
        List<CodeBlock> blocks = CodeBlock.ofProject(ROOT).stream().filter(block -> block.kind().equals(kind)).toList();
        assertThat(blocks).as("blocks of %s", kind).isNotEmpty();
        return blocks;
    }

    /** Links between pages lead somewhere. */
    @Test
    void testLinks()
            throws IOException
    {
        try (Stream<Path> files = Stream.concat(Stream.of(ROOT.resolve("README.md")), Files.walk(ROOT.resolve("docs")).filter(file -> file.toString().endsWith(".md")))) {
            for (Path page : files.toList()) {
                Matcher link = LINK.matcher(Files.readString(page));
                while (link.find()) {
                    if (!link.group(1).contains("://")) {
                        assertThat(page.resolveSibling(link.group(1))).as("link of %s", page).exists();
                    }
                }
            }
        }
    }
}
