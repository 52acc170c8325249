namespace Switchboard.Gateway.Configuration;

/// <summary>PEM files of the listener's certificate chain and private key.</summary>
internal sealed record TlsSettings(string Certificate, string Key);
