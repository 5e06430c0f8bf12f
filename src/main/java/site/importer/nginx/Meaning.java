package site.importer.nginx;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of a directive by its name alone. */
enum Meaning {
  /** Another class asks for it where it matters; where nobody did, it had no effect either. */
  TRANSLATED,
  /** Nothing has to take its place: the server does so anyway, or has no such part. */
  NOT_NEEDED,
  UNKNOWN;

  private static final Set<String> TRANSLATED_NAMES =
      words(
          """
          http server location upstream events map if types root alias index autoindex try_files
          return rewrite listen server_name proxy_pass uwsgi_pass fastcgi_pass grpc_pass error_page
          ssl_certificate ssl_certificate_key ssl_protocols add_header expires allow deny auth_basic
          auth_basic_user_file limit_req limit_req_zone limit_conn limit_conn_zone
          client_max_body_size client_header_timeout keepalive_timeout access_log error_log
          log_format proxy_set_header proxy_hide_header proxy_connect_timeout proxy_read_timeout
          proxy_send_timeout uwsgi_connect_timeout uwsgi_read_timeout uwsgi_send_timeout
          fastcgi_connect_timeout fastcgi_read_timeout fastcgi_send_timeout proxy_cache
          proxy_cache_path proxy_next_upstream uwsgi_next_upstream fastcgi_next_upstream
          grpc_next_upstream uwsgi_param fastcgi_index fastcgi_split_path_info fastcgi_param
          gzip_static set_real_ip_from real_ip_header proxy_ssl_verify proxy_ssl_name
          proxy_ssl_trusted_certificate proxy_ssl_certificate proxy_ssl_certificate_key
          proxy_request_buffering internal set gzip auth_request limit_except
          """);

  private static final Set<String> NOT_NEEDED_NAMES =
      words(
          """
          user worker_processes worker_connections worker_rlimit_nofile worker_cpu_affinity
          multi_accept use accept_mutex pid daemon master_process timer_resolution pcre_jit
          sendfile sendfile_max_chunk tcp_nopush tcp_nodelay aio directio output_buffers
          postpone_output open_file_cache open_file_cache_valid open_file_cache_min_uses
          open_file_cache_errors server_tokens types_hash_max_size types_hash_bucket_size
          server_names_hash_bucket_size server_names_hash_max_size variables_hash_max_size
          map_hash_bucket_size map_hash_max_size default_type charset charset_types
          ssl_prefer_server_ciphers ssl_ciphers ssl_session_cache ssl_session_timeout
          ssl_session_tickets ssl_dhparam ssl_ecdh_curve ssl_stapling ssl_stapling_verify
          ssl_trusted_certificate ssl_buffer_size ssl_conf_command ssl_early_data ssl http2
          http3 quic_retry http2_max_concurrent_streams http2_push_preload
          gzip_disable gzip_vary gzip_proxied gzip_comp_level gzip_buffers gzip_http_version
          gzip_types gzip_min_length brotli brotli_types brotli_comp_level brotli_static zstd
          proxy_http_version proxy_buffering proxy_buffers proxy_buffer_size
          proxy_busy_buffers_size proxy_max_temp_file_size proxy_temp_file_write_size
          proxy_temp_path proxy_redirect proxy_pass_request_headers proxy_socket_keepalive
          proxy_headers_hash_max_size proxy_headers_hash_bucket_size proxy_ssl_server_name
          proxy_ssl_session_reuse proxy_ssl_protocols proxy_ssl_ciphers proxy_force_ranges
          uwsgi_buffering uwsgi_buffers uwsgi_buffer_size uwsgi_request_buffering
          fastcgi_buffering fastcgi_buffers fastcgi_buffer_size fastcgi_busy_buffers_size
          fastcgi_keep_conn fastcgi_request_buffering
          client_body_timeout client_body_buffer_size client_header_buffer_size
          client_body_temp_path client_body_in_file_only large_client_header_buffers send_timeout
          reset_timedout_connection lingering_close lingering_time lingering_timeout
          keepalive_requests keepalive_disable resolver resolver_timeout log_not_found
          log_subrequest server_name_in_redirect port_in_redirect absolute_redirect
          merge_slashes msie_padding msie_refresh if_modified_since etag chunked_transfer_encoding
          ignore_invalid_headers underscores_in_headers recursive_error_pages
          limit_req_status limit_req_log_level limit_conn_status limit_conn_log_level
          real_ip_recursive load_module include access_log_off keepalive zone least_conn ip_hash
          random hash
          """);

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("stub_status", "see admin.address: /metrics and the dashboard"),
          Map.entry("stream", "TCP and UDP streams are not served here; keep a proxy for them"),
          Map.entry("mail", "mail is not proxied here; use a mail proxy"),
          Map.entry("ssl_client_certificate", "see client-certificates of a site"),
          Map.entry("ssl_verify_client", "see client-certificates of a site"),
          Map.entry("sub_filter", "answers are not rewritten; let the application do it"),
          Map.entry("proxy_cache_valid", "answers are kept as their Cache-Control says"),
          Map.entry("proxy_cache_key", "the key is the method, the host, the path and the query"),
          Map.entry(
              "proxy_cache_bypass", "requests with Cache-Control: no-cache go past the cache"),
          Map.entry("proxy_no_cache", "answers with Cache-Control: no-store are not kept"),
          Map.entry(
              "proxy_cache_use_stale", "see stale-if-error in the answers' own Cache-Control"),
          Map.entry("ssl_password_file", "keys with a password are not read; remove it once"));

  static Meaning of(String directive) {
    if (TRANSLATED_NAMES.contains(directive)) {
      return TRANSLATED;
    }
    return NOT_NEEDED_NAMES.contains(directive) ? NOT_NEEDED : UNKNOWN;
  }

  static String advice(String directive) {
    return ADVICE.getOrDefault(directive, "has no counterpart that is known; please look");
  }

  private static Set<String> words(String text) {
    return Stream.of(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }
}
