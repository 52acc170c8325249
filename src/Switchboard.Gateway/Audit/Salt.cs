using System.Security.Cryptography;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>Random salts, drawn from the operating system many at a time: one call per salt would cost more than the hash that it goes into.</summary>
internal static class Salt
{
    private const int DrawnAtOnce = 256 * Annex.SaltSize;

    [ThreadStatic]
    private static byte[]? _s_drawn;

    [ThreadStatic]
    private static int _s_used;

    public static byte[] New()
    {
        _s_drawn ??= new byte[DrawnAtOnce];
        if (_s_used % DrawnAtOnce == 0)
        {
            RandomNumberGenerator.Fill(_s_drawn);
            _s_used = 0;
        }

        Span<byte> next = _s_drawn.AsSpan(_s_used, Annex.SaltSize);
        byte[] salt = next.ToArray();
        next.Clear(); // No salt is given twice, nor left in memory here.
        _s_used += Annex.SaltSize;
        return salt;
    }
}
