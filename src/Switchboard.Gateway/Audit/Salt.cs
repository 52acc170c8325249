using System.Security.Cryptography;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>Random salts, drawn from the operating system many at a time: one call per salt would cost more than the hash that it goes into.</summary>
internal static class Salt
{
    private const int DrawnAtOnce = 256 * Annex.SaltSize;

    [ThreadStatic]
    private static byte[]? s_drawn;

    [ThreadStatic]
    private static int s_used;

    public static byte[] New()
    {
        s_drawn ??= new byte[DrawnAtOnce];
        if (s_used % DrawnAtOnce == 0)
        {
            RandomNumberGenerator.Fill(s_drawn);
            s_used = 0;
        }

        Span<byte> next = s_drawn.AsSpan(s_used, Annex.SaltSize);
        byte[] salt = next.ToArray();
        next.Clear(); // No salt is given twice, nor left in memory here.
        s_used += Annex.SaltSize;
        return salt;
    }
}
