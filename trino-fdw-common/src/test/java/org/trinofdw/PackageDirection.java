package org.trinofdw;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.stream.Collectors.joining;

/**
 * The direction in which data flow between the packages of every module, option to connector. A package imports only
 * packages of earlier steps; the vocabulary may be imported by all and imports nothing but itself.
 */
public final class PackageDirection
{
    private static final String ROOT = "org.trinofdw";

    // what a wrapper's package "definition" holds: remote tables, which are asked for over a connection
    private static final String REMOTE_DEFINITION = "remote definition";

    // words that everybody uses: error codes, types, spans, and the wire formats of values
    private static final Set<String> VOCABULARY = ImmutableSet.of("error", "type", "copy", "record", "trace");

    // packages of one step do not import each other
    private static final List<Set<String>> STEPS = ImmutableList.of(
            ImmutableSet.of("option"),
            ImmutableSet.of("definition"),
            ImmutableSet.of("ddl"),
            ImmutableSet.of("partition"),
            ImmutableSet.of("handle"),
            ImmutableSet.of("connection", "client"),
            ImmutableSet.of(REMOTE_DEFINITION),
            ImmutableSet.of("pushdown"),
            ImmutableSet.of("query"),
            ImmutableSet.of("split"),
            ImmutableSet.of("read", "write", "statistics"),
            ImmutableSet.of("connector"),
            // the toolkit of small wrappers, which puts the steps together as a wrapper's own connector does
            ImmutableSet.of("wrapper"));

    private static final Map<String, Integer> POSITIONS = positions();

    private PackageDirection() {}

    /**
     * The imports of the module's classes that go against the direction, each with the place of one of its uses.
     *
     * @param modulePackage the root package of the module
     */
    public static List<String> violations(String modulePackage)
    {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(modulePackage)
                .stream()
                .filter(type -> belongsTo(type, modulePackage))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> !isAllowed(dependency))
                .map(dependency -> "%s -> %s".formatted(dependency.getOriginClass().getName(), dependency.getTargetClass().getBaseComponentType().getName()))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Packages of the module that have no place in the direction.
     */
    public static String unplaced(String modulePackage)
    {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(modulePackage)
                .stream()
                .filter(type -> belongsTo(type, modulePackage))
                .map(JavaClass::getPackageName)
                .filter(name -> step(name).filter(step -> !VOCABULARY.contains(step) && !POSITIONS.containsKey(step)).isPresent())
                .distinct()
                .sorted()
                .collect(joining(", "));
    }

    private static boolean belongsTo(JavaClass type, String modulePackage)
    {
        return type.getPackageName().equals(modulePackage) || type.getPackageName().startsWith(modulePackage + ".");
    }

    private static boolean isAllowed(Dependency dependency)
    {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!target.getPackageName().startsWith(ROOT)) {
            return true;
        }
        Optional<String> from = step(dependency.getOriginClass().getPackageName());
        Optional<String> to = step(target.getPackageName());
        if (from.isEmpty() || from.equals(to)) {
            // the root of a module puts everything together
            return true;
        }
        if (to.isEmpty()) {
            return false;
        }
        if (VOCABULARY.contains(to.get())) {
            return true;
        }
        if (VOCABULARY.contains(from.get()) || !POSITIONS.containsKey(from.get()) || !POSITIONS.containsKey(to.get())) {
            return false;
        }
        return POSITIONS.get(to.get()) < POSITIONS.get(from.get());
    }

    /**
     * The step of a package: its first name below the root of its module. Empty for the root itself.
     */
    private static Optional<String> step(String packageName)
    {
        String below = packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
        List<String> names = ImmutableList.copyOf(below.split("\\."));
        if (names.getFirst().equals("postgres") || names.getFirst().equals("maxcompute")) {
            names = names.subList(1, names.size());
            if (!names.isEmpty() && names.getFirst().equals("definition")) {
                return Optional.of(REMOTE_DEFINITION);
            }
        }
        return names.stream().filter(name -> !name.isEmpty()).findFirst();
    }

    private static Map<String, Integer> positions()
    {
        ImmutableMap.Builder<String, Integer> positions = ImmutableMap.builder();
        for (int i = 0; i < STEPS.size(); i++) {
            for (String step : STEPS.get(i)) {
                positions.put(step, i);
            }
        }
        return positions.buildOrThrow();
    }
}
