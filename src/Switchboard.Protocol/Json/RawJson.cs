using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Switchboard.Protocol.Json;

/// <summary>One JSON value as the caller wrote it, such as a tool's schema: kept as bytes, since nobody here looks inside.</summary>
public readonly struct RawJson : IEquatable<RawJson>
{
    private readonly byte[]? _utf8;

    private RawJson(byte[] utf8) => _utf8 = utf8;

    /// <summary>The value as UTF-8; <c>null</c> for the default.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8 ?? "null"u8;

    /// <summary>Keeps a copy of a value, so that it outlives the body it came from.</summary>
    /// <param name="value">A value of a parsed document.</param>
    public static RawJson Copy(JsonElement value) => new(JsonMarshal.GetRawUtf8Value(value).ToArray());

    /// <summary>Keeps a copy of text that is known to be one JSON value.</summary>
    /// <param name="utf8">Valid JSON.</param>
    public static RawJson Copy(ReadOnlySpan<byte> utf8) => new(utf8.ToArray());

    /// <inheritdoc/>
    public bool Equals(RawJson other) => Utf8.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Utf8);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);
}
