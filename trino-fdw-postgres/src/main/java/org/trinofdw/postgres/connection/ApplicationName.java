package org.trinofdw.postgres.connection;

import org.trinofdw.handle.QueryOrigin;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The name that remote sessions go by, with the escapes of {@code postgres_fdw.application_name} (PostgreSQL 15, F.38.8 Configuration Parameters): what
 * PostgreSQL says of its session, Trino says of the query. Other escapes are left out, as there.
 *
 * @param catalog takes the place of the local database
 * @param processId of this node
 */
record ApplicationName(String template, String catalog, long processId)
{
    static final String DEFAULT = "trino-fdw";

    ApplicationName
    {
        requireNonNull(template, "template is null");
        requireNonNull(catalog, "catalog is null");
    }

    /** Whether the name differs by query. */
    boolean tellsOfQuery()
    {
        return !expand(Optional.empty()).equals(expand(Optional.of(new QueryOrigin("c", "u", Optional.of("a")))));
    }

    /**
     * @param origin empty while a connection serves no query
     */
    String expand(Optional<QueryOrigin> origin)
    {
        StringBuilder name = new StringBuilder();
        for (int index = 0; index < template.length(); index++) {
            char character = template.charAt(index);
            if (character != '%') {
                name.append(character);
                continue;
            }
            index++;
            if (index == template.length()) {
                break;
            }
            switch (template.charAt(index)) {
                case '%' -> name.append('%');
                case 'a' -> name.append(origin.flatMap(QueryOrigin::source).orElse(""));
                case 'c' -> name.append(origin.map(QueryOrigin::queryId).orElse(""));
                case 'd' -> name.append(catalog);
                case 'p' -> name.append(processId);
                case 'u' -> name.append(origin.map(QueryOrigin::user).orElse(""));
                default -> {}
            }
        }
        return name.toString();
    }
}
