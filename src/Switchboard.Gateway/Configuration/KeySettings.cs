using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Configuration;

/// <summary>A virtual key that the file declares. It lives as long as its line does.</summary>
internal sealed record KeySettings(string Name, string Key, KeyGrant Grant);
