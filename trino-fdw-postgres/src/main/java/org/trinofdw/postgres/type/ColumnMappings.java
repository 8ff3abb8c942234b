package org.trinofdw.postgres.type;

import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeManager;
import org.trinofdw.postgres.copy.ColumnEncoder;

import java.util.Optional;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;
import static org.trinofdw.postgres.type.PostgresType.Kind.ARRAY;

/**
 * The table of types: from a remote type, and the Trino type that a foreign table declares if it declares one, to
 * everything needed to read, write and compare the column. Every remote type has a row: what has no Trino type reads as VARCHAR.
 */
public final class ColumnMappings
{
    private final Codecs codecs;
    private final NaturalTypes naturalTypes;
    private final RemoteCasts remoteCasts;
    private final NewColumnTypes newColumnTypes;

    public ColumnMappings(TypeManager typeManager, ValuePolicies policies)
    {
        requireNonNull(policies, "policies is null");
        TrinoTypes trinoTypes = TrinoTypes.from(typeManager);
        this.codecs = new Codecs(trinoTypes, policies);
        this.naturalTypes = new NaturalTypes(trinoTypes);
        this.remoteCasts = new RemoteCasts(trinoTypes, policies);
        this.newColumnTypes = new NewColumnTypes(trinoTypes);
    }

    /**
     * Mapping of a column whose Trino type is not declared.
     */
    public ColumnMapping natural(PostgresType remote)
    {
        return find(remote, naturalTypes.find(remote)).orElseThrow(() -> new IllegalStateException("No mapping for remote type " + remote));
    }

    /**
     * Mapping of a column that a foreign table declares.
     *
     * @param column local name, for the message
     * @throws TrinoException DEFINITION_MISMATCH if values of the remote type cannot become values of the declared type
     */
    public ColumnMapping declared(String column, PostgresType remote, Type declared)
    {
        return find(remote, declared).orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, mismatch(column, remote, declared)));
    }

    /**
     * What is wrong with a declared type that values of the remote type cannot become values of, and what would do.
     */
    public String mismatch(String column, PostgresType remote, Type declared)
    {
        return "Column \"%s\" is declared as %s, which values of its remote type %s cannot be read as; %s would do".formatted(
                column,
                declared.getDisplayName(),
                remote.displayName(),
                naturalTypes.find(remote) == VARCHAR ? "varchar" : naturalTypes.find(remote).getDisplayName() + " or varchar");
    }

    /**
     * Mapping of a column that is to be created remotely; {@link PostgresType#displayName} of its remote type is what
     * CREATE TABLE needs. Fractions of seconds beyond microseconds are rounded when written.
     *
     * @throws TrinoException NOT_SUPPORTED if PostgreSQL has no type for it
     */
    public ColumnMapping newColumn(String column, Type type)
    {
        return declared(column, newColumnTypes.find(column, type), type);
    }

    /**
     * Mapping of a value of a type that is made in a database of that encoding.
     */
    public ColumnMapping newValue(String name, Type type, TextEncoding encoding)
    {
        return declared(name, newColumnTypes.find(name, type).withEncoding(encoding), type);
    }

    /**
     * The remote type that holds every value of a type, without a length or precision of its own. A cast to it changes no value, where one to
     * {@code varchar(3)} or {@code timestamp(0)} cuts or rounds in silence.
     *
     * @throws TrinoException NOT_SUPPORTED if PostgreSQL has no type for it
     */
    public PostgresType unmodified(String column, Type type)
    {
        return newColumnTypes.find(column, type).withoutModifier();
    }

    /**
     * Mapping of a column that a foreign table declares, if values of the remote type can become values of the declared type.
     */
    public Optional<ColumnMapping> find(PostgresType remote, Type type)
    {
        if (remote.kind() == ARRAY && type instanceof ArrayType arrayType) {
            return findArray(remote, arrayType);
        }
        Optional<Codec> codec = codecs.find(remote, type);
        if (codec.isPresent()) {
            return codec.map(found -> new ColumnMapping(
                    remote,
                    type,
                    new ReadForm(Optional.empty(), found.decoder()),
                    Optional.of(new WriteForm(Optional.empty(), found.encoder())),
                    found.pushdown(),
                    found.comparisonType()));
        }
        return remoteCasts.find(remote, type).flatMap(cast -> codecs.find(cast.target().withEncoding(remote.encoding()), type).map(found -> new ColumnMapping(
                remote,
                type,
                new ReadForm(Optional.of(cast.read()), found.decoder()),
                Optional.of(new WriteForm(cast.sameBytes() ? Optional.empty() : Optional.of(cast.target().displayName()), found.encoder())),
                cast.mayFail() ? PushdownRule.NULL_CHECK_ONLY : found.pushdown(),
                found.comparisonType())));
    }

    private Optional<ColumnMapping> findArray(PostgresType remote, ArrayType type)
    {
        PostgresType remoteElement = remote.element().orElseThrow();
        Optional<ColumnMapping> element = find(remoteElement, ArrayCodec.elementType(type));
        // an array inside the element type is a domain over an array, whose values are not further dimensions
        if (element.isEmpty() || remoteElement.kind() == ARRAY) {
            return Optional.empty();
        }
        ReadForm read = element.get().read();
        WriteForm write = element.get().write().orElseThrow();
        PostgresType sentElement = write.stagingType().isEmpty() ? remoteElement : remoteCasts.find(remoteElement, ArrayCodec.elementType(type)).orElseThrow().target();
        ColumnEncoder elementEncoder = write.encoder();
        Codec codec = codecs.array(sentElement, type, read.decoder(), elementEncoder);
        return Optional.of(new ColumnMapping(
                remote,
                type,
                new ReadForm(read.cast().map(ReadCast::ofElements), codec.decoder()),
                Optional.of(new WriteForm(write.stagingType().map(stagingType -> stagingType + "[]"), codec.encoder())),
                read.cast().isPresent() && element.get().pushdown() == PushdownRule.NONE ? PushdownRule.NONE : codec.pushdown(),
                codec.comparisonType()));
    }
}
