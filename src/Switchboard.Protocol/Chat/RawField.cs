using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Chat;

/// <summary>
/// A top-level field that the neutral model has no word for. Its own dialect writes it back; another lists it as dropped.
/// </summary>
/// <param name="Name">The field.</param>
/// <param name="Value">Its value.</param>
public sealed record RawField(string Name, RawJson Value);
