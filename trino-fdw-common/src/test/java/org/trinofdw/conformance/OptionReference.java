package org.trinofdw.conformance;

import com.google.common.collect.ImmutableList;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The option reference of a wrapper, as documentation: made from its option table, between two markers of a Markdown file. A test of each wrapper holds the file to it.
 */
public final class OptionReference
{
    /** Set to true, the test writes the file instead of checking it. */
    private static final String WRITE = "fdw.docs.write";

    private OptionReference() {}

    public static void check(Path file, OptionTable table)
            throws IOException
    {
        String begin = "<!-- options of %s -->\n".formatted(table.wrapperName());
        String end = "<!-- end of options of %s -->\n".formatted(table.wrapperName());
        String text = Files.readString(file);
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        assertThat(from >= 0 && to > from).as("%s has the markers %s and %s", file, begin.strip(), end.strip()).isTrue();
        String expected = text.substring(0, from + begin.length()) + reference(table) + text.substring(to);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(file, expected);
            return;
        }
        assertThat(text)
                .as("%s differs from the options of %s; run this test with -D%s=true to write it anew", file, table.wrapperName(), WRITE)
                .isEqualTo(expected);
    }

    private static String reference(OptionTable table)
    {
        List<Option<?>> options = table.options().stream().sorted(Comparator.comparing(Option::name)).collect(ImmutableList.toImmutableList());
        return options.stream()
                .filter(option -> option.refusal().isEmpty())
                .map(OptionReference::row)
                .collect(joining("", "\n| option | on | value | default | meaning | defined by |\n|---|---|---|---|---|---|\n", ""))
                + refused(options)
                + "\n";
    }

    private static String refused(List<Option<?>> options)
    {
        if (options.stream().allMatch(option -> option.refusal().isEmpty())) {
            return "";
        }
        return options.stream()
                .filter(option -> option.refusal().isPresent())
                .map(option -> "| `%s` | %s |\n".formatted(option.name(), cell(option.refusal().orElseThrow())))
                .collect(joining("", "\nRefused, with the reason:\n\n| option | why |\n|---|---|\n", ""));
    }

    private static String row(Option<?> option)
    {
        String names = option.aliases().stream().sorted().map(alias -> " or `%s`".formatted(alias)).collect(joining("", "`%s`".formatted(option.name()), ""));
        String levels = option.levels().stream().sorted().map(OptionReference::level).collect(joining(", "));
        return "| %s | %s | %s | %s | %s | %s |\n".formatted(
                names,
                levels,
                option.isSecret() ? cell(option.expectation()) + ", never shown" : cell(option.expectation()),
                option.isSecret() ? "" : option.defaultText().map(text -> text.isEmpty() ? "empty" : "`%s`".formatted(text.replace("\t", "\\t"))).map(OptionReference::cell).orElse(""),
                cell(option.description()),
                cell(option.document()));
    }

    private static String level(OptionLevel level)
    {
        return switch (level) {
            case CATALOG -> "catalog";
            case WRAPPER -> "defaults file";
            case SERVER -> "server";
            case USER_MAPPING -> "user mapping";
            case TABLE -> "table";
            case COLUMN -> "column";
            case IMPORT -> "import";
            case SESSION -> "session";
        };
    }

    private static String cell(String text)
    {
        return text.replace("|", "\\|").replace("*", "\\*");
    }
}
