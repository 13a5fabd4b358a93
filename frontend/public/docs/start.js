// A file of its own: the content security policy takes no script within a page.
SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  // Of a list as long as all operations only what is in view is drawn, and the browser finds nothing.
  docExpansion: "none",
  filter: true,
  validatorUrl: null,
});
