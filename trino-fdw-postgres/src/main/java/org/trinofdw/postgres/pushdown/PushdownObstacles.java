package org.trinofdw.postgres.pushdown;

import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.Type;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PushdownRule;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.expression.StandardFunctions.LIKE_FUNCTION_NAME;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Says why a condition stays with Trino, for people who read EXPLAIN (DESIGN.md section 6). Names columns, types and functions, but no values.
 */
public final class PushdownObstacles
{
    private static final String UNKNOWN = "nothing in PostgreSQL is known to be the same for all values";

    private final ColumnMappings columnMappings;

    @Inject
    public PushdownObstacles(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /** Why the values of a column are not narrowed down by PostgreSQL. */
    String ofDomain(ColumnHandle handle)
    {
        return RemoteColumns.of(handle)
                .flatMap(column -> ofColumn(column).or(() -> Optional.of("column \"%s\": too many values, or some that %s cannot hold".formatted(column.name(), column.remoteType().displayName()))))
                .orElse("a hidden column is not one of PostgreSQL's");
    }

    /**
     * Why PostgreSQL does not evaluate an expression: what is wrong with the innermost part that it cannot have.
     *
     * @param translator what did not translate it
     */
    String ofExpression(ConditionTranslator translator, ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        return innermost(translator, expression, assignments).orElseGet(() -> ofPart(expression, assignments));
    }

    private Optional<String> innermost(ConditionTranslator translator, ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        if (expression instanceof Constant || translator.translates(expression, assignments)) {
            return Optional.empty();
        }
        for (ConnectorExpression child : expression.getChildren()) {
            if ((isLike(expression) && child instanceof Variable) || (isHstoreLookup(expression) && isMap(child))) {
                // it is the operator or function that is not the same, whatever else can be done with the column
                continue;
            }
            Optional<String> reason = innermost(translator, child, assignments);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.of(ofPart(expression, assignments));
    }

    private String ofPart(ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        if (expression instanceof Variable variable) {
            ColumnHandle handle = assignments.get(variable.getName());
            return RemoteColumns.of(handle)
                    .map(column -> ofColumn(column).orElseGet(() -> "column \"%s\": no expressions over %s".formatted(column.name(), column.remoteType().displayName())))
                    .orElse("a hidden column is not one of PostgreSQL's");
        }
        if (!(expression instanceof Call call)) {
            return "Trino's %s has no counterpart".formatted(expression.getClass().getSimpleName());
        }
        // a comparison is held up by how the values of its columns compare
        List<String> columns = call.getArguments().stream()
                .filter(Variable.class::isInstance)
                .flatMap(argument -> RemoteColumns.of(assignments.get(((Variable) argument).getName())).stream())
                .flatMap(column -> ofColumn(column).stream())
                .distinct()
                .collect(toImmutableList());
        return isComparison(call) && !columns.isEmpty() ? String.join(", ", columns) : ofCall(call);
    }

    private static boolean isLike(ConnectorExpression expression)
    {
        return expression instanceof Call call && call.getFunctionName().equals(LIKE_FUNCTION_NAME);
    }

    private static boolean isHstoreLookup(ConnectorExpression expression)
    {
        return expression instanceof Call call && HstoreFunctions.lookup(call).isPresent();
    }

    /** A map, or its keys. */
    private static boolean isMap(ConnectorExpression expression)
    {
        return expression.getType() instanceof MapType || expression.getType() instanceof ArrayType;
    }

    private static boolean isComparison(Call call)
    {
        return ComparisonOperator.from(call.getFunctionName()).isPresent() || call.getFunctionName().getName().matches("\\$(between|in)");
    }

    private static String ofCall(Call call)
    {
        FunctionName function = call.getFunctionName();
        List<Type> types = call.getArguments().stream().map(ConnectorExpression::getType).collect(toImmutableList());
        String signature = "%s(%s)".formatted(function.getName().replaceFirst("^\\$", ""), types.stream().map(Type::getDisplayName).collect(joining(", ")));
        return signature + ": " + switch (function.getName()) {
            case "$cast" -> "PostgreSQL's cast to %s is another one".formatted(call.getType().getDisplayName());
            case "$divide", "$modulo" -> "PostgreSQL might fail on a divisor of rows that Trino leaves out";
            case "round" -> isFloatingPoint(types.getFirst()) ? "PostgreSQL rounds halves to even" : UNKNOWN;
            case "trim", "ltrim", "rtrim" -> "Trino takes all white space away, PostgreSQL blanks only";
            case "element_at", "contains" -> HstoreFunctions.lookup(call).isPresent() ? "only of hstore, among the extensions of the server, and with keys that PostgreSQL can hold" : UNKNOWN;
            case "lower", "upper" -> "PostgreSQL's follows the collation of the database";
            case "$like" -> types.getFirst() instanceof CharType ? "PostgreSQL matches without the padding" : "the pattern means something else, or is not a constant";
            default -> types.stream().anyMatch(PushdownObstacles::isFloatingPoint) && function.getName().startsWith("$") ?
                    "PostgreSQL fails where floating-point numbers of Trino become infinite or NaN" :
                    UNKNOWN;
        };
    }

    private static boolean isFloatingPoint(Type type)
    {
        return type == DoubleType.DOUBLE || type == RealType.REAL;
    }

    private Optional<String> ofColumn(PostgresColumnHandle column)
    {
        ColumnMapping mapping = columnMappings.declared(column.name(), column.remoteType(), column.type());
        if (mapping.isText() && column.remoteType().encoding() != TextEncoding.UTF8) {
            return Optional.of("column \"%s\": the database is not in UTF8, so that only constants of ASCII compare alike".formatted(column.name()));
        }
        return ofRule(mapping.pushdown()).map(reason -> "column \"%s\": %s".formatted(column.name(), reason.formatted(column.remoteType().displayName())));
    }

    /** With a place for the type. */
    private static Optional<String> ofRule(PushdownRule rule)
    {
        return switch (rule) {
            case NAN_AWARE -> Optional.of("NaN of %s compares otherwise in PostgreSQL");
            case EQUALITY -> Optional.of("PostgreSQL orders %s otherwise");
            case ENUM -> Optional.of("PostgreSQL orders %s by the place of the label");
            case NULL_CHECK_ONLY -> Optional.of("PostgreSQL compares %s otherwise, if at all");
            case NONE -> Optional.of("some values of %s are read as NULL");
            case ALL, TEXT_BYTEWISE, TEXT, TEXT_COLLATED, TEXT_UNORDERED, TEXT_CONSTANTS -> Optional.empty();
        };
    }
}
