package org.trinofdw.postgres.type;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.type.Type;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import static org.trinofdw.postgres.type.CodecErrors.checkAtLeast;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.invalid;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;

/**
 * {@code inet} as IPADDRESS: family (2 or 3), bits of the network, 0, length of the address, address. IPADDRESS has no network,
 * so only single hosts fit. It keeps IPv4 as IPv6 with the prefix ::ffff:0:0/96.
 */
final class InetCodec
{
    private static final int HEADER_LENGTH = 4;
    private static final int IPV4 = 2;
    private static final int IPV6 = 3;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    private static final int IPV4_OFFSET = IPV6_LENGTH - IPV4_LENGTH;

    private InetCodec() {}

    static ColumnDecoder decoder(Type ipAddress)
    {
        return (bytes, offset, length, output) -> {
            checkAtLeast("inet", HEADER_LENGTH, length);
            int family = bytes[offset];
            if (family != IPV4 && family != IPV6) {
                throw invalid("inet", "family " + family);
            }
            int addressLength = family == IPV4 ? IPV4_LENGTH : IPV6_LENGTH;
            checkLength("inet", HEADER_LENGTH + addressLength, length);
            int bits = bytes[offset + 1] & 0xFF;
            if (bits > addressLength * Byte.SIZE || bytes[offset + 3] != addressLength) {
                throw invalid("inet", "%s bits, address of %s bytes".formatted(bits, bytes[offset + 3]));
            }
            if (bits != addressLength * Byte.SIZE) {
                throw outOfRange("A network of %s bits does not fit into ipaddress; declare the column as varchar", bits);
            }
            Slice address = Slices.allocate(IPV6_LENGTH);
            if (family == IPV4) {
                address.setShort(IPV4_OFFSET - Short.BYTES, (short) 0xFFFF);
            }
            address.setBytes(IPV6_LENGTH - addressLength, bytes, offset + HEADER_LENGTH, addressLength);
            ipAddress.writeSlice(output, address);
        };
    }

    static ColumnEncoder encoder(Type ipAddress)
    {
        return (block, position, output) -> {
            Slice address = ipAddress.getSlice(block, position);
            boolean ipv4 = address.getLong(0) == 0 && address.getShort(Long.BYTES) == 0 && address.getShort(IPV4_OFFSET - Short.BYTES) == (short) 0xFFFF;
            int length = ipv4 ? IPV4_LENGTH : IPV6_LENGTH;
            output.writeInt(HEADER_LENGTH + length);
            output.writeByte(ipv4 ? IPV4 : IPV6);
            output.writeByte(length * Byte.SIZE);
            output.writeByte(0);
            output.writeByte(length);
            output.writeBytes(address, IPV6_LENGTH - length, length);
        };
    }
}
