using System.Security.Cryptography;
using System.Text;

namespace Switchboard.Protocol.Ollama;

/// <summary>
/// Ids for calls of servers that give none. Made of the call and of when it was made: two calls of one conversation differ, and the same
/// reply read twice has the same ids.
/// </summary>
internal static class OllamaCallId
{
    public static string Of(string? createdAt, int place, string name, string arguments)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{createdAt}\n{place}\n{name}\n{arguments}"));
        return $"call_{Convert.ToHexStringLower(hash.AsSpan(0, 12))}";
    }
}
