using System.Security.Cryptography;

namespace Switchboard.Gateway.Keys;

/// <summary>How virtual keys look: <c>sk-sf-</c> and 48 hexadecimal digits (the founding document's form).</summary>
internal static class KeyText
{
    public const string Prefix = "sk-sf-";

    public static string Generate() => Prefix + RandomNumberGenerator.GetHexString(48, lowercase: true);

    public static string SuffixOf(string key) => key[^4..];
}
