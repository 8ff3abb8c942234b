package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import io.trino.spi.ErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.ddl.syntax.DdlStatement;
import org.trinofdw.ddl.syntax.Role;
import org.trinofdw.ddl.syntax.TableAlteration;
import org.trinofdw.ddl.syntax.TableAlteration.AlterDeclared;
import org.trinofdw.ddl.syntax.TableAlteration.AlterOptions;
import org.trinofdw.ddl.syntax.TableAlteration.AttachPartition;
import org.trinofdw.ddl.syntax.TableAlteration.DetachPartition;
import org.trinofdw.ddl.syntax.TableAlteration.DropColumn;
import org.trinofdw.ddl.syntax.TableAlteration.Inherit;
import org.trinofdw.ddl.syntax.TableAlteration.NoInherit;
import org.trinofdw.ddl.syntax.TableAlteration.RenameColumn;
import org.trinofdw.ddl.syntax.TableAlteration.RenameTable;
import org.trinofdw.ddl.syntax.TableAlteration.SetSchema;
import org.trinofdw.ddl.syntax.TableAlteration.SetTemplate;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.ImportFilter;
import org.trinofdw.definition.PartitionOf;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.definition.UserMappingKey;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.Options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.DdlErrors.noColumn;
import static org.trinofdw.ddl.syntax.DdlErrors.noTable;
import static org.trinofdw.option.CommonOptions.DEFAULTS_FILE;
import static org.trinofdw.option.OptionLevel.IMPORT;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;

/**
 * Executes the statements of one script on a working copy of the definitions.
 */
final class StatementExecutor
{
    private static final Pattern LOCATED = Pattern.compile("(\\d+ problems with options:\\s+)?line \\d+:\\d+: .*", Pattern.DOTALL);

    private final DefinitionEditor definitions;
    private final OptionTable optionTable;
    private final DdlOptions options;
    private final TableFactory tables;
    private final TableAlterations alterations;
    private final Importer importer;
    private final Optional<String> user;
    private final String ownServer;
    private final List<String> notices = new ArrayList<>();
    private String defaultSchema;

    /**
     * Makes definitions of remote tables.
     */
    interface Importer
    {
        /**
         * @param userMapping what the definitions have for the user, if anything
         */
        List<ForeignTable> importSchema(ForeignServer server, Optional<UserMapping> userMapping, String remoteSchema, ImportFilter filter, String localSchema, Options options);
    }

    /**
     * @param user who runs the script, empty for a script that nobody runs
     */
    StatementExecutor(DefinitionEditor definitions, OptionTable optionTable, Importer importer, Optional<String> user, String ownServer, String defaultSchema)
    {
        this.definitions = requireNonNull(definitions, "definitions is null");
        this.optionTable = requireNonNull(optionTable, "optionTable is null");
        this.options = new DdlOptions(optionTable);
        this.tables = new TableFactory(optionTable);
        this.alterations = new TableAlterations(tables, options);
        this.importer = requireNonNull(importer, "importer is null");
        this.user = requireNonNull(user, "user is null");
        this.ownServer = requireNonNull(ownServer, "ownServer is null");
        this.defaultSchema = requireNonNull(defaultSchema, "defaultSchema is null");
    }

    List<String> notices()
    {
        return ImmutableList.copyOf(notices);
    }

    /**
     * @throws TrinoException with the place of the statement, or of the part of it that is wrong
     */
    void execute(DdlStatement statement)
    {
        try {
            run(statement);
        }
        catch (TrinoException e) {
            if (LOCATED.matcher(e.getMessage()).matches()) {
                throw e;
            }
            ErrorCode code = e.getErrorCode();
            throw new TrinoException(() -> code, "%s: %s".formatted(statement.position(), e.getMessage()), e);
        }
    }

    /**
     * Alters a table by what is no statement of a script, so that errors have no place.
     */
    void alter(SchemaTableName table, TableAlteration alteration)
    {
        alterTable(definitions.requireTable(table), alteration);
    }

    DefinitionEditor definitions()
    {
        return definitions;
    }

    private void run(DdlStatement statement)
    {
        switch (statement) {
            case DdlStatement.CreateServer create -> createServer(create);
            case DdlStatement.AlterServer alter -> alterServer(alter);
            case DdlStatement.DropServers drop -> drop.names().forEach(name -> dropServer(name, drop));
            case DdlStatement.CreateUserMapping create -> createUserMapping(create);
            case DdlStatement.AlterUserMapping alter -> alterUserMapping(alter);
            case DdlStatement.DropUserMapping drop -> dropUserMapping(drop);
            case DdlStatement.CreateTable create -> createTable(create);
            case DdlStatement.AlterTable alter -> alterTable(alter);
            case DdlStatement.DropTables drop -> drop.names().forEach(name -> dropTable(name.resolve(defaultSchema), drop));
            case DdlStatement.ImportSchema schema -> importSchema(schema);
            case DdlStatement.CommentOnTable comment -> {
                ForeignTable table = definitions.requireTable(comment.name().resolve(defaultSchema));
                definitions.replaceTable(table.withComment(comment.comment()));
            }
            case DdlStatement.CommentOnColumn comment -> commentOnColumn(comment);
            case DdlStatement.Wrapper wrapper -> wrapper.names().forEach(name -> checkWrapper(wrapper, name));
            case DdlStatement.SetSearchPath set -> defaultSchema = set.schema();
            case DdlStatement.Ignored ignored -> notices.add(ignored.notice());
        }
    }

    private void createServer(DdlStatement.CreateServer create)
    {
        if (create.ifNotExists() && definitions.server(create.name()).isPresent()) {
            notices.add("server \"%s\" exists already and is kept".formatted(create.name()));
            return;
        }
        if (create.versioned()) {
            notices.add("TYPE and VERSION of server \"%s\" are accepted and not kept".formatted(create.name()));
        }
        definitions.createServer(new ForeignServer(create.name(), create.wrapper(), options.create(SERVER, create.options())));
    }

    private void alterServer(DdlStatement.AlterServer alter)
    {
        ForeignServer server = definitions.requireServer(alter.name());
        if (!alter.options().isEmpty()) {
            definitions.replaceServer(new ForeignServer(
                    server.name(),
                    server.wrapper(),
                    options.alter(SERVER, server.options(), alter.options(), "server \"%s\"".formatted(server.name()))));
        }
        else if (alter.newName().isPresent()) {
            definitions.renameServer(server.name(), alter.newName().get());
        }
        else {
            notices.add("the owner and version of server \"%s\" are accepted and not kept".formatted(server.name()));
        }
    }

    private void dropServer(String name, DdlStatement.DropServers drop)
    {
        if (drop.ifExists() && definitions.server(name).isEmpty()) {
            notices.add("server \"%s\" does not exist and is passed over".formatted(name));
            return;
        }
        definitions.dropServer(name, drop.cascade()).forEach(dependent -> notices.add("drop cascades to " + dependent));
    }

    private void createUserMapping(DdlStatement.CreateUserMapping create)
    {
        String role = user(create.role());
        UserMappingKey key = new UserMappingKey(role, create.server());
        if (create.ifNotExists() && definitions.userMapping(key).isPresent()) {
            notices.add("user mapping of \"%s\" for server \"%s\" exists already and is kept".formatted(role, create.server()));
            return;
        }
        definitions.createUserMapping(new UserMapping(role, create.server(), options.create(USER_MAPPING, create.options())));
    }

    private void alterUserMapping(DdlStatement.AlterUserMapping alter)
    {
        String role = user(alter.role());
        definitions.requireServer(alter.server());
        UserMapping mapping = definitions.userMapping(new UserMappingKey(role, alter.server()))
                .orElseThrow(() -> error("user mapping of \"%s\" for server \"%s\" does not exist; create it with CREATE USER MAPPING".formatted(role, alter.server())));
        String subject = "user mapping of \"%s\" for server \"%s\"".formatted(role, alter.server());
        definitions.replaceUserMapping(new UserMapping(role, alter.server(), options.alter(USER_MAPPING, mapping.options(), alter.options(), subject)));
    }

    private void dropUserMapping(DdlStatement.DropUserMapping drop)
    {
        String role = user(drop.role());
        UserMappingKey key = new UserMappingKey(role, drop.server());
        if (drop.ifExists() && (definitions.server(drop.server()).isEmpty() || definitions.userMapping(key).isEmpty())) {
            notices.add("user mapping of \"%s\" for server \"%s\" does not exist and is passed over".formatted(role, drop.server()));
            return;
        }
        definitions.dropUserMapping(key);
    }

    private void createTable(DdlStatement.CreateTable create)
    {
        SchemaTableName name = create.name().resolve(defaultSchema);
        if (create.ifNotExists() && definitions.table(name).isPresent()) {
            notices.add("foreign table \"%s\" exists already and is kept".formatted(name));
            return;
        }
        ForeignTable table = tables.create(create, defaultSchema, ownServer, notices, definitions);
        if (create.stored()) {
            notices.add("WITH and DISTRIBUTED of \"%s\" are accepted and have no effect, since the table holds no data here".formatted(name));
        }
        definitions.createTable(table);
    }

    private void dropTable(SchemaTableName name, DdlStatement.DropTables drop)
    {
        if (drop.ifExists() && definitions.table(name).isEmpty()) {
            notices.add("foreign table \"%s\" does not exist and is passed over".formatted(name));
            return;
        }
        if (!drop.ifExists() && definitions.table(name).isEmpty()) {
            throw noTable(name, definitions.result().tables().keySet());
        }
        definitions.dropTable(name, drop.cascade()).forEach(dependent -> notices.add("drop cascades to " + dependent));
    }

    void importSchema(DdlStatement.ImportSchema statement)
    {
        ForeignServer server = definitions.requireServer(statement.server());
        Options importOptions = optionTable.validate(IMPORT, options.create(IMPORT, statement.options()));
        Optional<UserMapping> mapping = user.flatMap(name -> definitions.userMapping(new UserMappingKey(name, server.name())))
                .or(() -> definitions.userMapping(new UserMappingKey(UserMapping.PUBLIC, server.name())));
        List<ForeignTable> imported = importer.importSchema(server, mapping, statement.remoteSchema(), statement.filter(), statement.localSchema(), importOptions);
        imported.forEach(definitions::createTable);
        notices.add("%s foreign table(s) imported from schema \"%s\" of server \"%s\"".formatted(imported.size(), statement.remoteSchema(), server.name()));
    }

    private void commentOnColumn(DdlStatement.CommentOnColumn comment)
    {
        ForeignTable table = definitions.requireTable(comment.table().resolve(defaultSchema));
        ForeignColumn column = table.columns().stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(comment.column()))
                .findFirst()
                .orElseThrow(() -> noColumn(comment.column(), table.name(), table.columns().stream().map(ForeignColumn::name).toList()));
        definitions.replaceTable(table.withColumns(table.columns().stream()
                .map(candidate -> candidate == column ? candidate.withComment(comment.comment()) : candidate)
                .collect(toImmutableList())));
    }

    private void checkWrapper(DdlStatement.Wrapper wrapper, String name)
    {
        String own = optionTable.wrapperName();
        if (!name.equals(own)) {
            if (wrapper.ifExists()) {
                notices.add("foreign data wrapper \"%s\" does not exist and is passed over".formatted(name));
                return;
            }
            throw error("foreign data wrapper \"%s\" does not exist in this catalog; its wrapper is \"%s\", the connector that the catalog was made with".formatted(name, own));
        }
        if (wrapper.verb().equals("DROP")) {
            throw error("foreign data wrapper \"%s\" is the connector of this catalog and cannot be dropped; remove the catalog instead".formatted(name));
        }
        if (wrapper.options()) {
            throw error("options of foreign data wrapper \"%s\" cannot be set by SQL; set them in the file that the catalog property \"%s\" names".formatted(name, DEFAULTS_FILE.propertyName()));
        }
        notices.add("%s FOREIGN DATA WRAPPER \"%s\" is accepted and has no effect: the wrapper is the connector of this catalog".formatted(wrapper.verb(), name));
    }

    private void alterTable(DdlStatement.AlterTable alter)
    {
        SchemaTableName name = alter.name().resolve(defaultSchema);
        if (alter.ifExists() && definitions.table(name).isEmpty()) {
            notices.add("foreign table \"%s\" does not exist and is passed over".formatted(name));
            return;
        }
        for (TableAlteration alteration : alter.alterations()) {
            name = alterTable(definitions.requireTable(name), alteration);
        }
    }

    /**
     * @return the name of the table after it
     */
    private SchemaTableName alterTable(ForeignTable table, TableAlteration alteration)
    {
        switch (alteration) {
            case RenameTable rename -> {
                SchemaTableName newName = new SchemaTableName(table.name().getSchemaName(), rename.newName());
                definitions.renameTable(table.name(), newName);
                return newName;
            }
            case SetSchema set -> {
                SchemaTableName newName = new SchemaTableName(set.schema(), table.name().getTableName());
                definitions.renameTable(table.name(), newName);
                return newName;
            }
            case AlterOptions alter -> definitions.replaceTable(table.withOptions(options.alter(TABLE, table.options(), alter.options(), "foreign table \"%s\"".formatted(table.name()))));
            case AttachPartition attach -> attach(table, attach);
            case DetachPartition detach -> detach(table, detach.partition().resolve(defaultSchema));
            case AlterDeclared alter -> definitions.replaceTable(DeclaredPartitionChanges.apply(table, alter.path(), alter.change(), notices));
            case SetTemplate set -> definitions.replaceTable(DeclaredPartitionChanges.setTemplate(table, set.template()));
            case Inherit inherit -> inherit(table, inherit.parent().resolve(defaultSchema));
            case NoInherit inherit -> {
                SchemaTableName parent = inherit.parent().resolve(defaultSchema);
                if (!table.inherits().contains(parent)) {
                    throw error("foreign table \"%s\" does not inherit from \"%s\"".formatted(table.name(), parent));
                }
                definitions.replaceTable(table.withInherits(table.inherits().stream().filter(other -> !other.equals(parent)).collect(toImmutableList())));
            }
            case TableAlteration.Ignored ignored -> notices.add(ignored.notice());
            default -> alterColumns(table, alteration, false);
        }
        return table.name();
    }

    private void alterColumns(ForeignTable table, TableAlteration alteration, boolean inherited)
    {
        if (!inherited) {
            checkOwnColumn(table, alteration);
        }
        definitions.replaceTable(alterations.apply(table, alteration, inherited, notices));
        if (TableAlterations.isInherited(alteration)) {
            definitions.childrenOf(table.name()).forEach(child -> alterColumns(child, alteration, true));
        }
    }

    private void checkOwnColumn(ForeignTable table, TableAlteration alteration)
    {
        Optional<String> column = switch (alteration) {
            case DropColumn drop -> Optional.of(drop.column());
            case RenameColumn rename -> Optional.of(rename.column());
            default -> Optional.empty();
        };
        ImmutableList.<SchemaTableName>builder().addAll(table.inherits()).addAll(table.partitionOf().map(PartitionOf::parent).stream().toList()).build().stream()
                .filter(parent -> column.isPresent() && definitions.requireTable(parent).column(column.get()).isPresent())
                .findFirst()
                .ifPresent(parent -> {
                    throw error("column \"%s\" of foreign table \"%s\" comes from \"%s\"; alter it there".formatted(column.get(), table.name(), parent));
                });
    }

    private void attach(ForeignTable parent, AttachPartition attach)
    {
        ForeignTable partition = definitions.requireTable(attach.partition().resolve(defaultSchema));
        if (partition.partitionOf().isPresent()) {
            throw error("foreign table \"%s\" is a partition of \"%s\" already; detach it there first".formatted(partition.name(), partition.partitionOf().get().parent()));
        }
        if (isAncestor(partition.name(), parent)) {
            throw error("foreign table \"%s\" cannot be a partition of its own partition \"%s\"".formatted(partition.name(), parent.name()));
        }
        checkSameColumns(parent, partition);
        if (partition.columns().size() != parent.columns().size()) {
            throw error("foreign table \"%s\" has columns that \"%s\" has not; a partition has the same columns".formatted(partition.name(), parent.name()));
        }
        definitions.replaceTable(partition.withPartitionOf(Optional.of(new PartitionOf(parent.name(), attach.bound()))));
    }

    private void detach(ForeignTable parent, SchemaTableName name)
    {
        ForeignTable partition = definitions.requireTable(name);
        if (partition.partitionOf().map(PartitionOf::parent).filter(parent.name()::equals).isEmpty()) {
            throw error("foreign table \"%s\" is not a partition of \"%s\"".formatted(name, parent.name()));
        }
        definitions.replaceTable(partition.withPartitionOf(Optional.empty()));
    }

    private void inherit(ForeignTable table, SchemaTableName parentName)
    {
        ForeignTable parent = definitions.requireTable(parentName);
        if (table.inherits().contains(parentName)) {
            throw error("foreign table \"%s\" inherits from \"%s\" already".formatted(table.name(), parentName));
        }
        if (isAncestor(table.name(), parent)) {
            throw error("foreign table \"%s\" cannot inherit from its own heir \"%s\"".formatted(table.name(), parentName));
        }
        checkSameColumns(parent, table);
        definitions.replaceTable(table.withInherits(ImmutableList.<SchemaTableName>builder().addAll(table.inherits()).add(parentName).build()));
    }

    private boolean isAncestor(SchemaTableName ancestor, ForeignTable table)
    {
        return table.name().equals(ancestor) ||
                table.partitionOf().map(PartitionOf::parent).filter(parent -> isAncestor(ancestor, definitions.requireTable(parent))).isPresent() ||
                table.inherits().stream().anyMatch(parent -> isAncestor(ancestor, definitions.requireTable(parent)));
    }

    private static void checkSameColumns(ForeignTable parent, ForeignTable child)
    {
        for (ForeignColumn column : parent.columns()) {
            ForeignColumn own = child.column(column.name())
                    .orElseThrow(() -> error("foreign table \"%s\" has no column \"%s\" as \"%s\" has; add it first".formatted(child.name(), column.name(), parent.name())));
            if (!own.type().text().equals(column.type().text())) {
                throw error("column \"%s\" of foreign table \"%s\" has type %s, and that of \"%s\" has type %s; give both the same type".formatted(
                        column.name(),
                        child.name(),
                        own.type().text(),
                        parent.name(),
                        column.type().text()));
            }
        }
    }

    private String user(Role role)
    {
        return role.name().or(() -> user).orElseThrow(() -> error("a script file has no current user; name the user, or PUBLIC, that the mapping is for"));
    }
}
