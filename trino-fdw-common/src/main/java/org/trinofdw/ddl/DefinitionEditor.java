package org.trinofdw.ddl;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.definition.Definitions;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionOf;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.definition.UserMappingKey;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.DdlErrors.exists;
import static org.trinofdw.ddl.syntax.DdlErrors.noServer;
import static org.trinofdw.ddl.syntax.DdlErrors.noTable;

/**
 * A working copy of the definitions of a catalog that keeps them consistent with each other: every table has its
 * server and its parents, and nothing that others depend on goes away.
 */
final class DefinitionEditor
{
    private final DefinitionRules rules;
    private final Definitions fixed;
    private final Map<String, ForeignServer> servers;
    private final Map<UserMappingKey, UserMapping> userMappings;
    private final Map<SchemaTableName, ForeignTable> tables;

    /**
     * @param fixed definitions from elsewhere (the catalog's own server, script files) that can be used but not changed
     */
    DefinitionEditor(DefinitionRules rules, Definitions fixed, Definitions base)
    {
        this.rules = requireNonNull(rules, "rules is null");
        this.fixed = requireNonNull(fixed, "fixed is null");
        this.servers = new LinkedHashMap<>(base.servers());
        this.userMappings = new LinkedHashMap<>(base.userMappings());
        this.tables = new LinkedHashMap<>(base.tables());
    }

    Definitions result()
    {
        return new Definitions(servers, userMappings, tables);
    }

    Optional<ForeignServer> server(String name)
    {
        return Optional.ofNullable(servers.get(name)).or(() -> fixed.server(name));
    }

    ForeignServer requireServer(String name)
    {
        return server(name).orElseThrow(() -> noServer(name, serverNames()));
    }

    Optional<UserMapping> userMapping(UserMappingKey key)
    {
        return Optional.ofNullable(userMappings.get(key)).or(() -> fixed.userMapping(key));
    }

    Optional<ForeignTable> table(SchemaTableName name)
    {
        return Optional.ofNullable(tables.get(name)).or(() -> fixed.table(name));
    }

    ForeignTable requireTable(SchemaTableName name)
    {
        return table(name).orElseThrow(() -> noTable(name, tableNames()));
    }

    void createServer(ForeignServer server)
    {
        if (server(server.name()).isPresent()) {
            throw exists("server \"%s\"".formatted(server.name()));
        }
        servers.put(server.name(), rules.check(server));
    }

    void replaceServer(ForeignServer server)
    {
        checkChangeable(server.name());
        servers.put(server.name(), rules.check(server));
    }

    void renameServer(String name, String newName)
    {
        checkChangeable(name);
        if (server(newName).isPresent()) {
            throw exists("server \"%s\"".formatted(newName));
        }
        ForeignServer server = servers.remove(name);
        servers.put(newName, new ForeignServer(newName, server.wrapper(), server.options()));
        for (UserMapping mapping : mappingsOf(name)) {
            userMappings.remove(UserMappingKey.of(mapping));
            UserMapping moved = new UserMapping(mapping.user(), newName, mapping.options());
            userMappings.put(UserMappingKey.of(moved), moved);
        }
        for (ForeignTable table : tablesOf(name)) {
            tables.put(table.name(), table.withServer(newName));
        }
    }

    /**
     * Drops a server. Its user mappings and foreign tables depend on it.
     *
     * @return names of the dependents that went with it
     */
    List<String> dropServer(String name, boolean cascade)
    {
        checkChangeable(name);
        List<UserMapping> mappings = mappingsOf(name);
        Set<SchemaTableName> dependentTables = new LinkedHashSet<>();
        tablesOf(name).forEach(table -> collectDependents(table.name(), dependentTables));
        List<String> dependents = Stream.concat(
                        mappings.stream().map(mapping -> "user mapping of \"%s\"".formatted(mapping.user())),
                        dependentTables.stream().map(table -> "foreign table \"%s\"".formatted(table)))
                .collect(toImmutableList());
        if (!cascade && !dependents.isEmpty()) {
            throw error("server \"%s\" cannot be dropped because other objects depend on it: %s; use DROP SERVER … CASCADE to drop them too".formatted(name, shortened(dependents)));
        }
        mappings.forEach(mapping -> userMappings.remove(UserMappingKey.of(mapping)));
        dependentTables.forEach(tables::remove);
        servers.remove(name);
        return dependents;
    }

    void createUserMapping(UserMapping mapping)
    {
        requireServer(mapping.server());
        UserMappingKey key = UserMappingKey.of(mapping);
        if (userMapping(key).isPresent()) {
            throw exists("user mapping of \"%s\" for server \"%s\"".formatted(mapping.user(), mapping.server()));
        }
        userMappings.put(key, rules.check(mapping));
    }

    void replaceUserMapping(UserMapping mapping)
    {
        checkChangeable(UserMappingKey.of(mapping));
        userMappings.put(UserMappingKey.of(mapping), rules.check(mapping));
    }

    void dropUserMapping(UserMappingKey key)
    {
        checkChangeable(key);
        userMappings.remove(key);
    }

    void createTable(ForeignTable table)
    {
        if (table(table.name()).isPresent()) {
            throw exists("foreign table \"%s\"".formatted(table.name()));
        }
        requireServer(table.server());
        checkParents(table);
        tables.put(table.name(), rules.check(table));
    }

    void replaceTable(ForeignTable table)
    {
        checkChangeable(table.name());
        requireServer(table.server());
        checkParents(table);
        tables.put(table.name(), rules.check(table));
    }

    void renameTable(SchemaTableName name, SchemaTableName newName)
    {
        checkChangeable(name);
        if (table(newName).isPresent()) {
            throw exists("foreign table \"%s\"".formatted(newName));
        }
        ForeignTable table = tables.remove(name);
        tables.put(newName, table.withName(newName));
        for (ForeignTable child : childrenOf(name)) {
            tables.put(child.name(), child
                    .withPartitionOf(child.partitionOf().map(partition -> partition.parent().equals(name) ? new PartitionOf(newName, partition.bound()) : partition))
                    .withInherits(child.inherits().stream().map(parent -> parent.equals(name) ? newName : parent).collect(toImmutableList())));
        }
    }

    /**
     * Drops a table. The tables that are its partitions or inherit from it depend on it.
     *
     * @return names of the dependents that went with it
     */
    List<String> dropTable(SchemaTableName name, boolean cascade)
    {
        checkChangeable(name);
        boolean partitioned = tables.get(name).partitioning().map(PartitionScheme::style).filter(PartitionScheme.Style.CHILD_TABLES::equals).isPresent();
        Set<SchemaTableName> dropped = new LinkedHashSet<>();
        collectDependents(name, dropped);
        dropped.remove(name);
        List<String> dependents = dropped.stream().map("foreign table \"%s\""::formatted).collect(toImmutableList());
        // as in PostgreSQL, partitions go with their table, and heirs only when that is asked for
        if (!cascade && !partitioned && !dependents.isEmpty()) {
            throw error("foreign table \"%s\" cannot be dropped because other objects depend on it: %s; use DROP FOREIGN TABLE … CASCADE to drop them too".formatted(name, shortened(dependents)));
        }
        dropped.forEach(tables::remove);
        tables.remove(name);
        return dependents;
    }

    /**
     * The tables that are partitions of this one or inherit from it.
     */
    List<ForeignTable> childrenOf(SchemaTableName name)
    {
        return tables.values().stream()
                .filter(table -> table.inherits().contains(name) || table.partitionOf().map(PartitionOf::parent).filter(name::equals).isPresent())
                .collect(toImmutableList());
    }

    private void checkParents(ForeignTable table)
    {
        table.partitionOf().ifPresent(partition -> PartitionRules.checkPartition(table, requireTable(partition.parent()), childrenOf(partition.parent())));
        table.inherits().forEach(this::requireTable);
    }

    private void collectDependents(SchemaTableName name, Set<SchemaTableName> found)
    {
        if (found.add(name)) {
            childrenOf(name).forEach(child -> collectDependents(child.name(), found));
        }
    }

    private List<UserMapping> mappingsOf(String server)
    {
        return userMappings.values().stream()
                .filter(mapping -> mapping.server().equals(server))
                .collect(toImmutableList());
    }

    private List<ForeignTable> tablesOf(String server)
    {
        return tables.values().stream()
                .filter(table -> table.server().equals(server))
                .collect(toImmutableList());
    }

    private void checkChangeable(String server)
    {
        if (servers.containsKey(server)) {
            return;
        }
        requireServer(server);
        throw error("server \"%s\" is defined outside SQL; change the catalog's properties or its script file instead".formatted(server));
    }

    private void checkChangeable(UserMappingKey key)
    {
        if (userMappings.containsKey(key)) {
            return;
        }
        requireServer(key.server());
        if (userMapping(key).isEmpty()) {
            throw error("user mapping of \"%s\" for server \"%s\" does not exist; create it with CREATE USER MAPPING".formatted(key.user(), key.server()));
        }
        throw error("user mapping of \"%s\" for server \"%s\" is defined outside SQL; change the catalog's properties or its script file instead".formatted(key.user(), key.server()));
    }

    private void checkChangeable(SchemaTableName table)
    {
        if (tables.containsKey(table)) {
            return;
        }
        requireTable(table);
        throw error("foreign table \"%s\" is defined in a script file; change the file instead".formatted(table));
    }

    private Set<String> serverNames()
    {
        Set<String> names = new LinkedHashSet<>(fixed.servers().keySet());
        names.addAll(servers.keySet());
        return names;
    }

    private Set<SchemaTableName> tableNames()
    {
        return ImmutableMap.<SchemaTableName, ForeignTable>builder().putAll(fixed.tables()).putAll(tables).buildKeepingLast().keySet();
    }

    private static String shortened(List<String> names)
    {
        String shown = names.stream().limit(10).collect(joining(", "));
        return names.size() <= 10 ? shown : "%s and %s more".formatted(shown, names.size() - 10);
    }
}
