using System.Security.Cryptography;
using System.Text;
using Switchboard.Protocol.Anthropic;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Ids of tool calls as Converse wants them: Anthropic's letters, at most 64 of them.</summary>
internal static class BedrockIds
{
    private const int Longest = 64;
    private const int HashBytes = 8;

    /// <summary>The same id gives the same result, so calls and results still match; a long one ends in its hash.</summary>
    public static string Call(string id)
    {
        var clean = AnthropicIds.Call(id);
        if (clean.Length <= Longest)
        {
            return clean;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, HashBytes));
        return string.Concat(clean.AsSpan(0, Longest - 1 - hash.Length), "_", hash);
    }
}
