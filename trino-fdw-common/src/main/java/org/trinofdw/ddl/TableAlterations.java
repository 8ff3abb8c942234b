package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.ddl.syntax.DdlErrors;
import org.trinofdw.ddl.syntax.ExpressionText;
import org.trinofdw.ddl.syntax.TableAlteration;
import org.trinofdw.ddl.syntax.TableAlteration.AddCheck;
import org.trinofdw.ddl.syntax.TableAlteration.AddColumn;
import org.trinofdw.ddl.syntax.TableAlteration.AlterColumnOptions;
import org.trinofdw.ddl.syntax.TableAlteration.DropColumn;
import org.trinofdw.ddl.syntax.TableAlteration.DropColumnExpression;
import org.trinofdw.ddl.syntax.TableAlteration.DropConstraint;
import org.trinofdw.ddl.syntax.TableAlteration.RenameColumn;
import org.trinofdw.ddl.syntax.TableAlteration.RenameConstraint;
import org.trinofdw.ddl.syntax.TableAlteration.SetColumnDefault;
import org.trinofdw.ddl.syntax.TableAlteration.SetColumnNullable;
import org.trinofdw.ddl.syntax.TableAlteration.SetColumnType;
import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionLevel;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.DdlErrors.noColumn;
import static org.trinofdw.option.OptionLevel.COLUMN;

/**
 * The alterations of columns and constraints of one table.
 */
final class TableAlterations
{
    private final TableFactory tables;
    private final DdlOptions options;

    TableAlterations(TableFactory tables, DdlOptions options)
    {
        this.tables = requireNonNull(tables, "tables is null");
        this.options = requireNonNull(options, "options is null");
    }

    /**
     * The altered table.
     *
     * @param inherited the alteration comes from the table's parent
     */
    ForeignTable apply(ForeignTable table, TableAlteration alteration, boolean inherited, List<String> notices)
    {
        return switch (alteration) {
            case AddColumn add -> addColumn(table, add, inherited, notices);
            case DropColumn drop -> dropColumn(table, drop, notices);
            case RenameColumn rename -> renameColumn(table, rename.column(), rename.newName());
            case SetColumnType set -> changeColumn(table, set.column(), column -> column.withType(set.type()).withCollation(set.collation().or(column::collation)));
            case SetColumnDefault set -> changeColumn(table, set.column(), column -> {
                if (set.expression().isPresent() && column.generationExpression().isPresent()) {
                    throw error("column \"%s\" of foreign table \"%s\" is generated and has no default; use ALTER COLUMN … DROP EXPRESSION first".formatted(set.column(), table.name()));
                }
                return column.withDefaultExpression(set.expression());
            });
            case DropColumnExpression drop -> changeColumn(table, drop.column(), column -> {
                if (column.generationExpression().isEmpty() && !drop.ifExists()) {
                    throw error("column \"%s\" of foreign table \"%s\" is not a generated column; use IF EXISTS to pass over it".formatted(drop.column(), table.name()));
                }
                return column.withGenerationExpression(Optional.empty());
            });
            case SetColumnNullable set -> changeColumn(table, set.column(), column -> column.withNullable(set.nullable()));
            case AlterColumnOptions alter -> changeColumn(table, alter.column(), column -> column.withOptions(
                    options.alter(COLUMN, column.options(), alter.options(), "column \"%s\" of foreign table \"%s\"".formatted(column.name(), table.name()))));
            case AddCheck add -> addCheck(table, add.check(), inherited);
            case DropConstraint drop -> dropConstraint(table, drop, notices);
            case RenameConstraint rename -> renameConstraint(table, rename);
            default -> throw new IllegalArgumentException("not an alteration of columns or constraints: " + alteration);
        };
    }

    /**
     * Whether children of the altered table are altered as well.
     */
    static boolean isInherited(TableAlteration alteration)
    {
        return switch (alteration) {
            case AddColumn _, DropColumn _, RenameColumn _, SetColumnType _, SetColumnDefault _, SetColumnNullable _, DropColumnExpression _, DropConstraint _, RenameConstraint _ -> true;
            case AddCheck add -> !add.check().noInherit();
            default -> false;
        };
    }

    private ForeignTable addColumn(ForeignTable table, AddColumn add, boolean inherited, List<String> notices)
    {
        ForeignColumn column = tables.column(add.column());
        Optional<ForeignColumn> present = table.column(column.name());
        if (present.isPresent()) {
            if (inherited && present.get().type().text().equals(column.type().text())) {
                return table;
            }
            if (add.ifNotExists()) {
                notices.add("column \"%s\" of foreign table \"%s\" exists already and is kept".formatted(column.name(), table.name()));
                return table;
            }
            throw DdlErrors.exists("column \"%s\" of foreign table \"%s\"".formatted(column.name(), table.name()));
        }
        return table
                .withColumns(append(table.columns(), inherited ? column.withOptions(ImmutableMap.of()) : column))
                .withChecks(ImmutableList.<CheckConstraint>builder().addAll(table.checks()).addAll(add.column().checks()).build());
    }

    private static ForeignTable dropColumn(ForeignTable table, DropColumn drop, List<String> notices)
    {
        if (table.column(drop.column()).isEmpty()) {
            if (drop.ifExists()) {
                notices.add("column \"%s\" of foreign table \"%s\" does not exist and is passed over".formatted(drop.column(), table.name()));
                return table;
            }
            throw noColumn(drop.column(), table.name(), names(table));
        }
        if (table.partitioning().stream().anyMatch(scheme -> scheme.keys().contains(drop.column()))) {
            throw error("column \"%s\" of foreign table \"%s\" is a partition key and cannot be dropped".formatted(drop.column(), table.name()));
        }
        // as in PostgreSQL, constraints on the column go with it, and generated columns keep it
        table.columns().stream()
                .filter(column -> column.generationExpression().filter(expression -> ExpressionText.mentions(expression, drop.column())).isPresent() && !column.name().equals(drop.column()))
                .findFirst()
                .ifPresent(column -> {
                    throw error("column \"%s\" of foreign table \"%s\" cannot be dropped because the generated column \"%s\" depends on it; drop that one first".formatted(drop.column(), table.name(), column.name()));
                });
        return table
                .withColumns(table.columns().stream().filter(column -> !column.name().equals(drop.column())).collect(toImmutableList()))
                .withChecks(table.checks().stream().filter(check -> !ExpressionText.mentions(check.expression(), drop.column())).collect(toImmutableList()));
    }

    static ForeignTable renameColumn(ForeignTable table, String name, String newName)
    {
        requireColumn(table, name);
        if (table.column(newName).isPresent()) {
            throw DdlErrors.exists("column \"%s\" of foreign table \"%s\"".formatted(newName, table.name()));
        }
        return table
                .withColumns(table.columns().stream()
                        .map(column -> column.name().equals(name) ? column.withName(newName) : column)
                        .map(column -> column.withGenerationExpression(column.generationExpression().map(expression -> ExpressionText.renameColumn(expression, name, newName))))
                        .collect(toImmutableList()))
                .withChecks(table.checks().stream()
                        .map(check -> new CheckConstraint(check.name(), ExpressionText.renameColumn(check.expression(), name, newName), check.noInherit()))
                        .collect(toImmutableList()))
                .withPartitioning(table.partitioning().map(scheme -> scheme.withLevels(scheme.levels().stream()
                        .map(level -> new PartitionLevel(level.method(), level.keys().stream().map(key -> key.equals(name) ? newName : key).collect(toImmutableList()), level.template()))
                        .collect(toImmutableList()))));
    }

    private static ForeignTable addCheck(ForeignTable table, CheckConstraint check, boolean inherited)
    {
        if (check.name().isPresent() && constraint(table, check.name().get()).isPresent()) {
            if (inherited) {
                return table;
            }
            throw DdlErrors.exists("constraint \"%s\" of foreign table \"%s\"".formatted(check.name().get(), table.name()));
        }
        return table.withChecks(append(table.checks(), check));
    }

    private static ForeignTable dropConstraint(ForeignTable table, DropConstraint drop, List<String> notices)
    {
        Optional<CheckConstraint> check = constraint(table, drop.name());
        if (check.isEmpty() && drop.ifExists()) {
            notices.add("constraint \"%s\" of foreign table \"%s\" does not exist and is passed over".formatted(drop.name(), table.name()));
            return table;
        }
        requireConstraint(table, drop.name());
        return table.withChecks(table.checks().stream().filter(other -> !other.equals(check.get())).collect(toImmutableList()));
    }

    private static ForeignTable renameConstraint(ForeignTable table, RenameConstraint rename)
    {
        CheckConstraint check = requireConstraint(table, rename.name());
        if (constraint(table, rename.newName()).isPresent()) {
            throw DdlErrors.exists("constraint \"%s\" of foreign table \"%s\"".formatted(rename.newName(), table.name()));
        }
        return table.withChecks(table.checks().stream()
                .map(other -> other.equals(check) ? new CheckConstraint(Optional.of(rename.newName()), check.expression(), check.noInherit()) : other)
                .collect(toImmutableList()));
    }

    private static ForeignTable changeColumn(ForeignTable table, String name, UnaryOperator<ForeignColumn> change)
    {
        requireColumn(table, name);
        return table.withColumns(table.columns().stream()
                .map(column -> column.name().equals(name) ? change.apply(column) : column)
                .collect(toImmutableList()));
    }

    private static void requireColumn(ForeignTable table, String name)
    {
        if (table.column(name).isEmpty()) {
            throw noColumn(name, table.name(), names(table));
        }
    }

    private static Optional<CheckConstraint> constraint(ForeignTable table, String name)
    {
        return table.checks().stream().filter(check -> check.name().filter(name::equals).isPresent()).findFirst();
    }

    private static CheckConstraint requireConstraint(ForeignTable table, String name)
    {
        return constraint(table, name).orElseThrow(() -> error("constraint \"%s\" of foreign table \"%s\" does not exist%s".formatted(
                name,
                table.name(),
                DdlErrors.suggestion(name, table.checks().stream().flatMap(check -> check.name().stream()).toList(), "constraints"))));
    }

    private static List<String> names(ForeignTable table)
    {
        return table.columns().stream().map(ForeignColumn::name).collect(toImmutableList());
    }

    private static <T> List<T> append(List<T> list, T element)
    {
        return Stream.concat(list.stream(), Stream.of(element)).collect(toImmutableList());
    }
}
