namespace Switchboard.Gateway.Configuration;

internal delegate bool TryParse<T>(string text, out T value);
