using System.Security.Cryptography;
using System.Text;

namespace Switchboard.Protocol.OpenAi;

/// <summary>OpenAI takes user ids of at most 64 characters; a longer one goes as its SHA-256, which is as stable and as opaque.</summary>
internal static class OpenAiUser
{
    private const int MaxLength = 64;

    public static string Fit(string user) =>
        user.Length <= MaxLength ? user : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)));
}
