using System.Buffers.Binary;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// The part of a frame outside the chain: the salt of the commitments, then any content as (side u8, length u32, bytes). Overwriting
/// it with zeros erases the content and leaves every link valid.
/// </summary>
internal static class Annex
{
    public const int SaltSize = 16;
    public const byte RequestSide = 1;
    public const byte ResponseSide = 2;

    private const int SectionHeader = 5;

    public static bool IsErased(ReadOnlySpan<byte> annex) => !annex.ContainsAnyExcept((byte)0);

    public static byte[] Build(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        byte[] annex = new byte[SaltSize + (2 * SectionHeader) + request.Length + response.Length];
        salt[..SaltSize].CopyTo(annex);
        Span<byte> rest = annex.AsSpan(SaltSize);
        rest = Put(rest, RequestSide, request);
        Put(rest, ResponseSide, response);
        return annex;
    }

    /// <summary>Null where the content agrees with the commitments, is erased or not kept; else what does not.</summary>
    public static string? Check(ReadOnlySpan<byte> annex, AuditCommitments? commitments)
    {
        if (annex.IsEmpty || IsErased(annex))
        {
            return null;
        }

        if (annex.Length < SaltSize)
        {
            return "the annex is too short for its salt";
        }

        ReadOnlySpan<byte> salt = annex[..SaltSize];
        for (ReadOnlySpan<byte> rest = annex[SaltSize..]; !rest.IsEmpty;)
        {
            if (rest.Length < SectionHeader || BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]) > rest.Length - SectionHeader)
            {
                return "the annex is not made of whole sections";
            }

            byte side = rest[0];
            ReadOnlySpan<byte> content = rest.Slice(SectionHeader, BinaryPrimitives.ReadInt32LittleEndian(rest[1..]));
            rest = rest[(SectionHeader + content.Length)..];
            string? committed = side switch { RequestSide => commitments?.Request, ResponseSide => commitments?.Response, _ => null };
            if (committed is not null && committed != ContentCommitment.Over(salt, content))
            {
                return side == RequestSide ? "the stored request is not what was committed to" : "the stored response is not what was committed to";
            }
        }

        return null;
    }

    private static Span<byte> Put(Span<byte> rest, byte side, ReadOnlySpan<byte> content)
    {
        rest[0] = side;
        BinaryPrimitives.WriteInt32LittleEndian(rest[1..], content.Length);
        content.CopyTo(rest[SectionHeader..]);
        return rest[(SectionHeader + content.Length)..];
    }
}
