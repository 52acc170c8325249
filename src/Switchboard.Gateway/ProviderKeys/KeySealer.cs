using System.Security.Cryptography;
using System.Text;

namespace Switchboard.Gateway.ProviderKeys;

/// <summary>
/// Seals texts for the store with AES-256-GCM. Layout: version (1), id of the root secret (4), nonce (12), tag (16), ciphertext. What the
/// text belongs to is authenticated with it.
/// </summary>
/// <param name="rootId">Names the root secret, in hexadecimal.</param>
/// <param name="key">256 bits that derive from it.</param>
internal sealed class KeySealer(string rootId, byte[] key)
{
    private const byte Version = 1;
    private const int IdSize = 4;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeadSize = 1 + IdSize + NonceSize + TagSize;
    private readonly byte[] _rootId = Convert.FromHexString(rootId);

    public byte[] Seal(string text, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var whole = new byte[HeadSize + plain.Length];
        whole[0] = Version;
        _rootId.CopyTo(whole, 1);
        var nonce = whole.AsSpan(1 + IdSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(nonce, plain, whole.AsSpan(HeadSize), whole.AsSpan(HeadSize - TagSize, TagSize), Authenticated(owner));
        CryptographicOperations.ZeroMemory(plain);
        return whole;
    }

    /// <summary>The text; null where it was sealed under another root secret, for another owner, or was changed.</summary>
    public string? Open(ReadOnlySpan<byte> whole, string owner)
    {
        if (whole.Length < HeadSize || whole[0] != Version || !whole.Slice(1, IdSize).SequenceEqual(_rootId))
        {
            return null;
        }

        var plain = new byte[whole.Length - HeadSize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(whole.Slice(1 + IdSize, NonceSize), whole[HeadSize..], whole.Slice(HeadSize - TagSize, TagSize), plain, Authenticated(owner));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static byte[] Authenticated(string owner) => Encoding.UTF8.GetBytes("switchboard provider key " + owner);
}
