package org.trinofdw.document;

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * A fenced block of a Markdown file.
 *
 * @param line number of the line with the fence
 * @param kind what stands behind the fence, empty if nothing does
 * @param text the lines between the fences
 */
public record CodeBlock(Path file, int line, String kind, String text)
{
    private static final String FENCE = "```";

    public CodeBlock
    {
        requireNonNull(file, "file is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(text, "text is null");
    }

    /** The blocks of a file, in their order. */
    public static List<CodeBlock> of(Path file)
            throws IOException
    {
        List<String> lines = Files.readAllLines(file);
        ImmutableList.Builder<CodeBlock> blocks = ImmutableList.builder();
        List<String> text = new ArrayList<>();
        int start = -1;
        for (int index = 0; index < lines.size(); index++) {
            if (!lines.get(index).strip().startsWith(FENCE)) {
                if (start >= 0) {
                    text.add(lines.get(index));
                }
            }
            else if (start < 0) {
                start = index;
            }
            else {
                blocks.add(new CodeBlock(file, start + 1, lines.get(start).strip().substring(FENCE.length()).strip(), String.join("\n", text)));
                text.clear();
                start = -1;
            }
        }
        return blocks.build();
    }

    /** The blocks of README.md and of all pages below docs. */
    public static List<CodeBlock> ofProject(Path root)
            throws IOException
    {
        List<Path> pages;
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            pages = Stream.concat(Stream.of(root.resolve("README.md")), files.filter(file -> file.toString().endsWith(".md")).sorted()).collect(toImmutableList());
        }
        ImmutableList.Builder<CodeBlock> blocks = ImmutableList.builder();
        for (Path page : pages) {
            blocks.addAll(of(page));
        }
        return blocks.build();
    }

    /** Where the block is, for messages. */
    @Override
    public String toString()
    {
        return "%s:%s (%s)".formatted(file, line, kind);
    }
}
