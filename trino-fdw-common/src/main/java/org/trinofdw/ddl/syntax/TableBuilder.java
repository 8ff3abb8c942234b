package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;
import org.antlr.v4.runtime.ParserRuleContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnCheckContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnClauseContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnCollationContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnDefaultContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnDefinitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnGeneratedContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnNotNullContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnNullContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnOptionsContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ColumnRefusedContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.PartitionColumnContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.RefusedColumnConstraintContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.TableConstraintContext;
import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.DeclaredType;

import java.util.List;
import java.util.Optional;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.Nodes.identifier;
import static org.trinofdw.ddl.syntax.Nodes.position;
import static org.trinofdw.ddl.syntax.Nodes.text;

/**
 * Makes column definitions and constraints of parsed ones.
 */
final class TableBuilder
{
    private final TypeBuilder types;

    TableBuilder(TypeBuilder types)
    {
        this.types = requireNonNull(types, "types is null");
    }

    ColumnDefinition column(ColumnDefinitionContext node)
    {
        return column(identifier(node.name), Optional.of(types.build(node.dataType())), node.columnClause(), position(node));
    }

    ColumnDefinition column(PartitionColumnContext node)
    {
        return column(identifier(node.column), Optional.empty(), node.columnClause(), position(node));
    }

    static CheckConstraint check(TableConstraintContext node)
    {
        return new CheckConstraint(Optional.ofNullable(node.name).map(Nodes::identifier), text(node.expression()), node.INHERIT() != null);
    }

    static RuntimeException refused(ParserRuleContext node)
    {
        return error(position(node), "%s cannot be declared on a foreign table, since nothing here enforces it; declare CHECK or NOT NULL, which are assumed to hold".formatted(firstWords(node)));
    }

    private static String firstWords(ParserRuleContext node)
    {
        String words = text(node).toUpperCase(ENGLISH);
        for (String kind : List.of("PRIMARY KEY", "FOREIGN KEY", "UNIQUE", "EXCLUDE", "REFERENCES")) {
            if (words.contains(kind)) {
                return kind;
            }
        }
        return "this constraint";
    }

    private static ColumnDefinition column(String name, Optional<DeclaredType> type, List<ColumnClauseContext> clauses, Position position)
    {
        List<OptionEntry> options = ImmutableList.of();
        Optional<String> collation = Optional.empty();
        Optional<Boolean> notNull = Optional.empty();
        Optional<String> defaultExpression = Optional.empty();
        Optional<String> generationExpression = Optional.empty();
        ImmutableList.Builder<CheckConstraint> checks = ImmutableList.builder();
        for (ColumnClauseContext clause : clauses) {
            switch (clause) {
                case ColumnOptionsContext columnOptions -> {
                    checkOnce(options.isEmpty(), "OPTIONS", name, clause);
                    options = Nodes.options(columnOptions.optionList());
                }
                case ColumnCollationContext columnCollation -> {
                    checkOnce(collation.isEmpty(), "COLLATE", name, clause);
                    collation = Optional.of(Nodes.sqlName(columnCollation.qualifiedName()));
                }
                case ColumnNotNullContext _ -> {
                    checkNull(notNull, true, name, clause);
                    notNull = Optional.of(true);
                }
                case ColumnNullContext _ -> {
                    checkNull(notNull, false, name, clause);
                    notNull = Optional.of(false);
                }
                case ColumnDefaultContext columnDefault -> {
                    checkOnce(defaultExpression.isEmpty(), "DEFAULT", name, clause);
                    defaultExpression = Optional.of(text(columnDefault.defaultExpression()));
                }
                case ColumnGeneratedContext generated -> {
                    checkOnce(generationExpression.isEmpty(), "GENERATED", name, clause);
                    if (generated.STORED() == null) {
                        throw error(position(clause), "the generated column \"%s\" must be STORED, since the remote table holds its values; write GENERATED ALWAYS AS (…) STORED".formatted(name));
                    }
                    generationExpression = Optional.of(text(generated.expression()));
                }
                case ColumnCheckContext check -> checks.add(new CheckConstraint(
                        Optional.ofNullable(check.constraint).map(Nodes::identifier),
                        text(check.expression()),
                        check.INHERIT() != null));
                case ColumnRefusedContext refused -> {
                    if (isIdentity(refused.refusedColumnConstraint())) {
                        throw error(position(clause), "the identity column \"%s\" needs a sequence, which only the remote server has; leave GENERATED … AS IDENTITY out".formatted(name));
                    }
                    throw refused(clause);
                }
                default -> throw new IllegalArgumentException("unknown clause: " + clause.getClass().getSimpleName());
            }
        }
        if (defaultExpression.isPresent() && generationExpression.isPresent()) {
            throw error(position, "column \"%s\" has both DEFAULT and GENERATED; keep one of them".formatted(name));
        }
        return new ColumnDefinition(name, type, options, collation, notNull, defaultExpression, generationExpression, checks.build(), position);
    }

    private static boolean isIdentity(RefusedColumnConstraintContext node)
    {
        return node.IDENTITY() != null;
    }

    private static void checkOnce(boolean first, String clause, String column, ParserRuleContext node)
    {
        if (!first) {
            throw error(position(node), "column \"%s\" has more than one %s; keep one of them".formatted(column, clause));
        }
    }

    private static void checkNull(Optional<Boolean> declared, boolean notNull, String column, ParserRuleContext node)
    {
        if (declared.isPresent() && declared.get() != notNull) {
            throw error(position(node), "column \"%s\" is declared both NULL and NOT NULL; keep one of them".formatted(column));
        }
    }
}
