package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.Options;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.quote;
import static java.util.stream.Collectors.joining;

/**
 * Which remote tables are visible without a definition: the standing IMPORT FOREIGN SCHEMA of a catalog, with its LIMIT TO and EXCEPT
 * (DESIGN.md section 3). A name in them is that of a schema or of a table with its schema; {@code *} stands for any characters.
 */
final class StandingImport
{
    private final boolean enabled;
    private final Optional<List<NamePattern>> limitTo;
    private final List<NamePattern> except;

    private StandingImport(boolean enabled, Optional<List<NamePattern>> limitTo, List<NamePattern> except)
    {
        this.enabled = enabled;
        this.limitTo = requireNonNull(limitTo, "limitTo is null");
        this.except = ImmutableList.copyOf(except);
    }

    static StandingImport of(Options catalogOptions)
    {
        return new StandingImport(
                catalogOptions.get(CommonOptions.IMPORT_FOREIGN_SCHEMA).orElse(true),
                catalogOptions.get(CommonOptions.IMPORT_LIMIT_TO).map(StandingImport::patterns),
                catalogOptions.get(CommonOptions.IMPORT_EXCEPT).map(StandingImport::patterns).orElse(ImmutableList.of()));
    }

    boolean enabled()
    {
        return enabled;
    }

    boolean includes(SchemaTableName table)
    {
        return enabled
                && limitTo.map(patterns -> patterns.stream().anyMatch(pattern -> pattern.matches(table))).orElse(true)
                && except.stream().noneMatch(pattern -> pattern.matches(table));
    }

    /** True if a table of the schema may be visible. */
    boolean includesSchema(String schema)
    {
        return enabled
                && limitTo.map(patterns -> patterns.stream().anyMatch(pattern -> pattern.schema().matcher(schema).matches())).orElse(true)
                && except.stream().noneMatch(pattern -> pattern.table().isEmpty() && pattern.schema().matcher(schema).matches());
    }

    private static List<NamePattern> patterns(List<String> names)
    {
        return names.stream()
                .map(NamePattern::of)
                .collect(toImmutableList());
    }

    private record NamePattern(Pattern schema, Optional<Pattern> table)
    {
        static NamePattern of(String name)
        {
            String[] parts = name.toLowerCase(ENGLISH).split("\\.", 2);
            return new NamePattern(pattern(parts[0]), parts.length == 2 ? Optional.of(pattern(parts[1])) : Optional.empty());
        }

        boolean matches(SchemaTableName name)
        {
            return schema.matcher(name.getSchemaName()).matches() && table.map(pattern -> pattern.matcher(name.getTableName()).matches()).orElse(true);
        }

        private static Pattern pattern(String text)
        {
            return Pattern.compile(Stream.of(text.split("\\*", -1))
                    .map(part -> quote(part))
                    .collect(joining(".*")));
        }
    }
}
