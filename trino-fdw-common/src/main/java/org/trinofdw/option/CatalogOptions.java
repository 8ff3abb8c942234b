package org.trinofdw.option;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Maps.fromProperties;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;
import static org.trinofdw.option.OptionLevel.CATALOG;
import static org.trinofdw.option.OptionLevel.IMPORT;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;
import static org.trinofdw.option.OptionLevel.WRAPPER;

/**
 * The properties of a catalog, sorted by the object they belong to: the catalog is a server, its credentials are the
 * user mapping of PUBLIC, and the rest are settings of the catalog itself. A property is named as the option, with
 * dashes or underscores.
 *
 * @param catalog settings that are not options of a server
 * @param server options of the server that the catalog is
 * @param userMapping options of its user mapping for PUBLIC
 * @param imports options of the standing import of remote tables
 */
public record CatalogOptions(Options catalog, Options server, Options userMapping, Options imports)
{
    // an option that may stand on a server and on a user mapping belongs to the server here
    private static final List<OptionLevel> LEVELS = ImmutableList.of(SERVER, USER_MAPPING, CATALOG, IMPORT);

    public CatalogOptions
    {
        requireNonNull(catalog, "catalog is null");
        requireNonNull(server, "server is null");
        requireNonNull(userMapping, "userMapping is null");
        requireNonNull(imports, "imports is null");
    }

    /**
     * @throws TrinoException INVALID_OPTION with every problem found
     */
    public static CatalogOptions of(OptionTable table, Map<String, String> properties)
    {
        Map<OptionLevel, Map<String, String>> byLevel = sort(table, LEVELS, properties, "catalog property");
        return new CatalogOptions(
                table.validate(CATALOG, byLevel.get(CATALOG)),
                // a catalog without any server option only holds servers made by CREATE SERVER
                byLevel.get(SERVER).isEmpty() ? Options.EMPTY : table.validate(SERVER, byLevel.get(SERVER)),
                byLevel.get(USER_MAPPING).isEmpty() ? Options.EMPTY : table.validate(USER_MAPPING, byLevel.get(USER_MAPPING)),
                table.validate(IMPORT, byLevel.get(IMPORT)));
    }

    /**
     * The wrapper's defaults from a properties file.
     *
     * @throws TrinoException INVALID_OPTION if the file cannot be read, or with every problem of its content
     */
    public static Options wrapperDefaults(OptionTable table, Path file)
    {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        catch (IOException | IllegalArgumentException e) {
            throw new TrinoException(INVALID_OPTION, "cannot read the defaults file %s named by \"%s\": %s".formatted(file, CommonOptions.DEFAULTS_FILE.propertyName(), e), e);
        }
        Map<String, String> raw = sort(table, ImmutableList.of(WRAPPER), fromProperties(properties), "property of " + file).get(WRAPPER);
        return table.validate(WRAPPER, raw);
    }

    private static Map<OptionLevel, Map<String, String>> sort(OptionTable table, List<OptionLevel> levels, Map<String, String> properties, String subject)
    {
        Map<OptionLevel, Map<String, String>> byLevel = new EnumMap<>(OptionLevel.class);
        levels.forEach(level -> byLevel.put(level, new LinkedHashMap<>()));
        ImmutableList.Builder<String> problems = ImmutableList.builder();
        properties.forEach((property, text) -> {
            Optional<Option<?>> option = table.options().stream()
                    .filter(candidate -> isNamed(candidate, property))
                    .findFirst();
            if (option.isEmpty()) {
                problems.add(unknown(table, levels, property, subject));
                return;
            }
            OptionLevel level = levels.stream()
                    .filter(option.get().levels()::contains)
                    .findFirst()
                    // a refused option is refused wherever it stands; others are at the wrong level
                    .orElse(levels.getFirst());
            if (byLevel.get(level).put(option.get().name(), text) != null) {
                problems.add("%s \"%s\" is given twice; keep one of its spellings".formatted(subject, property));
            }
        });
        // everything that is wrong, not only what is wrong with the names
        byLevel.forEach((level, raw) -> {
            if (!raw.isEmpty()) {
                problems.addAll(table.problems(level, raw));
            }
        });
        List<String> found = problems.build();
        if (!found.isEmpty()) {
            throw new TrinoException(INVALID_OPTION, OptionTable.message(found));
        }
        return byLevel;
    }

    private static boolean isNamed(Option<?> option, String property)
    {
        String name = property.replace('-', '_');
        return option.name().equals(name) || option.aliases().contains(name);
    }

    private static String unknown(OptionTable table, List<OptionLevel> levels, String property, String subject)
    {
        Set<String> valid = levels.stream()
                .flatMap(level -> table.options(level).stream())
                .map(Option::propertyName)
                .collect(toImmutableSet());
        return NearestName.find(property, valid)
                .map(nearest -> "invalid %s \"%s\"; perhaps you meant \"%s\"".formatted(subject, property, nearest))
                .orElseGet(() -> "invalid %s \"%s\"; valid ones are: %s".formatted(subject, property, valid.stream().sorted().collect(joining(", "))));
    }
}
