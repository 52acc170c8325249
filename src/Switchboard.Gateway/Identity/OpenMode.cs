using System.Net;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Identity;

/// <summary>While no virtual key exists, no token is taken and only this machine can connect, no key is asked for.</summary>
internal sealed class OpenMode(KeyDirectory keys, TokenIssuers issuers, SettingsInForce settings)
{
    private readonly bool _loopback = IPAddress.IsLoopback(settings.Started.Server.Bind);

    public bool IsOpen => _loopback && !keys.HasKeys && !issuers.Any;
}
